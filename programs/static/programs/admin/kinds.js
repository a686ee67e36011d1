/* A new activity begins with what is usual for its kind, and shows no field that says
   nothing there. Without this script every field is there and can be filled in. */
(() => {
    "use strict";

    const rowOf = (field) => field.closest(".w-panel__wrapper, .w-field__wrapper") ?? field;

    const shape = (select, table, fills) => {
        const kind = table[select.value];
        for (const name of table.fields) {
            const field = document.getElementById(`id_${name}`);
            if (!field) continue;
            rowOf(field).hidden = Boolean(kind) && kind.without.includes(name);
            if (!fills || !kind || !(name in kind.defaults)) continue;
            if (field.type === "checkbox") field.checked = kind.defaults[name];
            else field.value = kind.defaults[name];
        }
    };

    document.addEventListener("DOMContentLoaded", () => {
        const select = document.querySelector("select[data-kinds]");
        if (!select) return;
        const table = JSON.parse(select.dataset.kinds);
        const isNew = select.dataset.isNew === "true";
        shape(select, table, isNew && !select.dataset.isBound);
        select.addEventListener("change", () => shape(select, table, isNew));
    });
})();

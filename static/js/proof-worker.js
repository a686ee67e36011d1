// Tries numbers until one has the wanted digest; answers with it, or with null.
"use strict";

function hex(buffer) {
    return Array.from(new Uint8Array(buffer), function (byte) {
        return byte.toString(16).padStart(2, "0");
    }).join("");
}

self.onmessage = async function (event) {
    var task = event.data, encoder = new TextEncoder();
    for (var number = 0; number <= task.largest; number += 1) {
        var text = encoder.encode(task.salt + number);
        if (hex(await crypto.subtle.digest(task.algorithm, text)) === task.challenge) {
            self.postMessage(number);
            return;
        }
    }
    self.postMessage(null);
};

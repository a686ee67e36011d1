/* The camera that reads codes: for boarding and for sheets of courses. Needs a button
   `toggle-camera`, and a `camera` with a `video` in it. No picture leaves the device. */
(() => {
    "use strict";

    const at = (id) => document.getElementById(id);

    window.codeCamera = ({ setup, onCode, onOpen = () => {}, onTrouble }) => {
        const { words } = setup;
        const camera = { stream: null, last: "", lastAt: 0 };

        const open = async () => {
            onOpen();
            try {
                camera.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
            } catch {
                return onTrouble();
            }
            const video = at("video");
            video.srcObject = camera.stream;
            at("camera").hidden = false;
            await video.play();
            at("toggle-camera").textContent = words.closeCamera;
            return read(video, await reader());
        };

        const close = () => {
            camera.stream?.getTracks().forEach((track) => track.stop());
            camera.stream = null;
            at("camera").hidden = true;
            at("toggle-camera").textContent = words.openCamera;
        };

        /* The browser's own reader where it has one, else the library's. */
        const reader = async () => {
            if (window.BarcodeDetector && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
                const own = new BarcodeDetector({ formats: ["qr_code"] });
                return async (video) => (await own.detect(video))[0]?.rawValue || "";
            }
            if (!window.jsQR) {
                await new Promise((done, failed) => {
                    const script = Object.assign(document.createElement("script"), { src: setup.parts[0], onload: done, onerror: failed });
                    document.head.append(script);
                });
            }
            const canvas = document.createElement("canvas");
            const drawing = canvas.getContext("2d", { willReadFrequently: true });
            return async (video) => {
                const scale = Math.min(1, 640 / video.videoWidth);
                canvas.width = video.videoWidth * scale;
                canvas.height = video.videoHeight * scale;
                drawing.drawImage(video, 0, 0, canvas.width, canvas.height);
                const image = drawing.getImageData(0, 0, canvas.width, canvas.height);
                return window.jsQR(image.data, image.width, image.height)?.data || "";
            };
        };

        const read = async (video, look) => {
            if (!camera.stream) return;
            if (video.readyState >= 2 && video.videoWidth) {
                const text = await look(video).catch(() => "");
                const isRepeat = text === camera.last && Date.now() - camera.lastAt < 4000;
                if (text && !isRepeat) {
                    Object.assign(camera, { last: text, lastAt: Date.now() });
                    await onCode(text);
                }
            }
            setTimeout(() => read(video, look), 200);
        };

        at("toggle-camera").textContent = words.openCamera;
        at("toggle-camera").addEventListener("click", () => (camera.stream ? close() : open()));
    };

    /* "k4mx7tqp" as it is written on the list, "K4MX-7TQP"; "" where it is no code. */
    window.plainCode = (text) => {
        const letters = text.toUpperCase().replace(/[^A-Z0-9]/g, "");
        return letters.length === 8 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : "";
    };
})();

package io.frontugateway.testing.processes;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A headless Chromium, steered over the W3C WebDriver protocol, which is JSON over HTTP. Elements are named by CSS
 * selectors; what is not there yet is waited for. Ask {@link #missing()} first.
 */
public final class BrowserProcess implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Http driver;
    private final OwnProcess process;
    private final String session;

    BrowserProcess(Processes processes) {
        int port = Ports.free();
        driver = new Http(port);
        process = OwnProcess.start(
                List.of(DRIVER.toString(), "--port=" + port), Map.of(), processes.log("chromedriver-" + port));
        await("chromedriver answers").atMost(PATIENCE).until(this::answers);
        var created = call("POST", "/session", capabilities(processes.folder("browser-" + port)));
        session = "/session/" + created.getJsonObject("value").getString("sessionId");
    }

    /** Why there can be no browser here, in a sentence for the one who reads the skipped test; empty where there can. */
    public static Optional<String> missing() {
        return Stream.of(CHROMIUM, DRIVER)
                .filter(program -> !Files.isExecutable(program))
                .map(program -> program + " is not installed (Debian: apt-get install chromium chromium-driver)")
                .findFirst();
    }

    private static JsonObject capabilities(Path profile) {
        var options = new JsonObject()
                .put("binary", CHROMIUM.toString())
                .put("args", new JsonArray(FLAGS).copy().add("--user-data-dir=" + profile));
        var always = new JsonObject()
                .put("browserName", "chrome")
                .put("goog:chromeOptions", options)
                .put("goog:loggingPrefs", new JsonObject().put("browser", "ALL"));
        return new JsonObject().put("capabilities", new JsonObject().put("alwaysMatch", always));
    }

    private boolean answers() {
        try {
            return driver.get("/status").statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** Goes to a page, and waits until it is loaded. */
    public void open(String url) {
        session("POST", "/url", new JsonObject().put("url", url));
    }

    /** Shows pages as a screen of this size does, with the means of a phone or not. */
    public void screen(int width, int height, boolean phone) {
        devtools(
                "Emulation.setDeviceMetricsOverride",
                new JsonObject()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", phone));
    }

    /** Shows pages to somebody who prefers dark or light ones. */
    public void dark(boolean dark) {
        var feature = new JsonObject().put("name", "prefers-color-scheme").put("value", dark ? "dark" : "light");
        devtools("Emulation.setEmulatedMedia", new JsonObject().put("features", new JsonArray().add(feature)));
    }

    /** The text that is to be seen of an element; empty while it is hidden or not there. */
    public String text(String selector) {
        return String.valueOf(run(
                "const e = document.querySelector(arguments[0]);"
                        + " return e && e.getClientRects().length ? e.innerText : ''",
                selector));
    }

    /** Clicks, as a pointer does, once the element is there. */
    public void click(String selector) {
        element("POST", selector, "/click", new JsonObject());
    }

    /** Types into a field, or presses keys; {@code \uE007} is Enter, {@code \uE004} Tab. */
    public void type(String selector, String text) {
        element("POST", selector, "/value", new JsonObject().put("text", text));
    }

    /** Answers the question of a dialog of the browser with yes. */
    public void confirm() {
        session("POST", "/alert/accept", new JsonObject());
    }

    /** Runs the body of a function in the page; what it returns. */
    public Object run(String body, Object... arguments) {
        var script = new JsonObject().put("script", body).put("args", new JsonArray(List.of(arguments)));
        return session("POST", "/execute/sync", script).getValue("value");
    }

    /** What the browser complained of since this was last asked: errors of scripts, refused loads. */
    public List<String> complaints() {
        var entries = session("POST", "/se/log", new JsonObject().put("type", "browser"))
                .getJsonArray("value");
        return entries.stream()
                .map(JsonObject.class::cast)
                .map(entry -> entry.getString("message"))
                .toList();
    }

    /** A picture of the whole page, as a PNG file. */
    public void picture(Path file) {
        var picture = devtools("Page.captureScreenshot", new JsonObject().put("captureBeyondViewport", true));
        try {
            Files.createDirectories(file.getParent());
            Files.write(
                    file,
                    Base64.getDecoder().decode(picture.getJsonObject("value").getString("data")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonObject devtools(String command, JsonObject parameters) {
        return session(
                "POST",
                "/goog/cdp/execute",
                new JsonObject().put("cmd", command).put("params", parameters));
    }

    private void element(String method, String selector, String path, JsonObject body) {
        await(selector).atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            var found = session(
                    "POST",
                    "/element",
                    new JsonObject().put("using", "css selector").put("value", selector));
            var id = found.getJsonObject("value").stream()
                    .findFirst()
                    .orElseThrow()
                    .getValue();
            session(method, "/element/" + id + path, body);
        });
    }

    private JsonObject session(String method, String path, JsonObject body) {
        return call(method, session + path, body);
    }

    private JsonObject call(String method, String path, JsonObject body) {
        var answer = driver.send(method, path, body.encode(), "Content-Type", "application/json");
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(method + " " + path + ": " + answer.body());
        }
        return new JsonObject(answer.body());
    }

    @Override
    public void close() {
        try {
            driver.send("DELETE", session, "");
        } finally {
            process.terminate(10);
        }
    }

    @Override
    public String toString() {
        return "chromium";
    }
}

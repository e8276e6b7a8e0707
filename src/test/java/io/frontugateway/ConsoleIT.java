package io.frontugateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.frontugateway.testing.processes.BrowserProcess;
import io.frontugateway.testing.processes.Cluster;
import io.frontugateway.testing.processes.GatewayProcess;
import io.frontugateway.testing.processes.Processes;
import io.frontugateway.testing.processes.SimulatorProcess;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's page in a real browser, over two gateways. Pictures of it are left in {@code target/console}. */
class ConsoleIT {
    private static final String READER_KEY = "key-of-reader";
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    /** How light a colour is, as WCAG 2 counts it. */
    private static final String LUMINANCE = "const light = colour => colour.match(/[\\d.]+/g).slice(0, 3)"
            + ".map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)"
            + ".reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);";
    /** What is written with less contrast to its ground than 4.5 to 1. */
    private static final String FAINT = "const ground = e => !e ? 'rgb(255, 255, 255)'"
            + " : /, 0\\)$/.test(getComputedStyle(e).backgroundColor) ? ground(e.parentElement)"
            + " : getComputedStyle(e).backgroundColor;"
            + "return [...document.querySelectorAll('main *, header *')]"
            + ".filter(e => e.getClientRects().length && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))"
            + ".filter(e => { const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);"
            + " return (a + 0.05) / (b + 0.05) < 4.5; }).map(e => e.innerText).join();";

    private static final Path PICTURES = Path.of("target", "console");

    @RegisterExtension
    static final Processes PROCESSES = new Processes();

    private static BrowserProcess browser;
    private static GatewayProcess gateway;
    private static GatewayProcess other;
    private static SimulatorProcess simulator;

    @BeforeAll
    static void start() {
        var missing = BrowserProcess.missing();
        assumeTrue(missing.isEmpty(), () -> "The console is not tried: " + missing.orElse(""));
        var cluster = PROCESSES
                .cluster()
                .replicas(2)
                .quota(200, Duration.ofMinutes(5))
                .with(settings -> settings.client("reader", READER_KEY, "*:read"))
                .start();
        gateway = cluster.gateway(0);
        other = cluster.gateway(1);
        simulator = cluster.simulator();
        browser = PROCESSES.browser();
    }

    @BeforeEach
    void open() {
        browser.screen(1280, 900, false);
        browser.dark(false);
        browser.open("http://127.0.0.1:" + gateway.port() + "/console");
        browser.run("sessionStorage.clear()");
        browser.open("http://127.0.0.1:" + gateway.port() + "/console");
    }

    @Test
    void page_isOpen_andLoadsNothingFromElsewhere() {
        var page = gateway.http().get("/console");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("http://").doesNotContain("https://");
        var etag = page.headers().firstValue("ETag").orElseThrow();
        assertThat(gateway.http().get("/console", "If-None-Match", etag).statusCode())
                .isEqualTo(304);
        assertThat(gateway.http().send("POST", "/console", "").statusCode()).isEqualTo(405);
        assertThat(gateway.http().get("/v1/console/history").statusCode()).isEqualTo(401);
        assertThat(gateway.get("/v1/console/history", READER_KEY).statusCode()).isEqualTo(403);
    }

    @Test
    void whoMayNotOperate_isToldWhy_andSeesNothing() {
        enter("no-such-key");
        awaitText("#refusal", "not known");

        enter(READER_KEY);
        awaitText("#refusal", "operate");

        assertThat(browser.text("main")).isEmpty();
        assertThat(browser.run("return sessionStorage.length")).isEqualTo(0);
    }

    @Test
    void operator_seesWhatEveryReplicaSent_andForgetsTheKey() {
        gateway.get("/v1/clients?limit=1", Cluster.KEY);
        other.get("/v1/workspaces?limit=1", READER_KEY);
        enter(Cluster.KEY);

        awaitText("#sent", "tester");
        awaitText("#sent", "reader");
        awaitText("#accounts", "accepted");
        awaitText("#replicas", "answers here");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(browser.run("return document.querySelectorAll('#replicas tbody tr').length"))
                                .isEqualTo(2));
        assertThat(browser.run("return document.querySelectorAll('.chart canvas').length"))
                .isEqualTo(3);
        pictures("operator");

        browser.click("#leave");

        assertThat(browser.text("main")).isEmpty();
        assertThat(browser.run("return sessionStorage.length")).isEqualTo(0);
        assertThat(browser.complaints()).noneMatch(complaint -> complaint.contains("Content Security Policy"));
    }

    @Test
    void deadOperation_isShownWithItsReason_andCanBeViewedAndReplayed() {
        simulator.faults(fault("status", 422));
        var id = write("console-dead");
        enter(Cluster.KEY);
        awaitText("#operations", "console-dead");
        assertThat(browser.text("#operations")).contains("refused");
        pictures("dead-operation");

        browser.click("#view-" + id);
        awaitText("#view", id);
        assertThat(browser.text("#view-text")).contains("\"state\": \"dead\"");
        browser.run("document.getElementById('view').close()");

        simulator.faults();
        browser.click("#replay-" + id);
        awaitText("#message", "sent again");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                gateway.get("/v1/operations/" + id, Cluster.KEY).body())
                        .contains("\"state\":\"done\""));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(browser.text("#operations")).doesNotContain("console-dead"));
    }

    @Test
    void operator_seesTheWindow_theCache_theQueueAndTheAccounts() {
        gateway.get("/v1/places?limit=1", Cluster.KEY);
        gateway.get("/v1/places?limit=1", Cluster.KEY);
        enter(Cluster.KEY);

        awaitFigure("window", "Held", "\\d+ of 200");
        awaitFigure("window", "Worst window", "[1-9]\\d* of 200");
        awaitText("#clients", "Waiting");
        awaitFigure("cache", "Answered without Frontu", "[1-9][\\d.]* %");
        awaitFigure("cache", "Requests saved", "[1-9]\\d*");
        awaitText("#reads", "hit");
        awaitFigure("queue", "Queued", "\\d+");
        awaitFigure("queue", "Oldest waits", "\\d+ (s|min)");
        awaitText("#held-caption", "calls that waited at once");
        assertThat(browser.text("#accounts tbody")).contains("default", "closed", "accepted", "open");
    }

    @Test
    void operationThatWaits_canBeCancelled() {
        simulator.faults(fault("status", 503));
        write("console-held");
        var id = write("console-held");
        enter(Cluster.KEY);
        awaitText("#accounts", "default");
        browser.run(
                "const s = document.getElementById('op-state'); s.value = 'queued'; s.dispatchEvent(new Event('change'))");
        awaitText("#operations", "console-held");

        browser.click("#cancel-" + id);
        browser.confirm();

        awaitText("#message", "is cancelled");
        assertThat(gateway.get("/v1/operations/" + id, Cluster.KEY).body()).contains("\"state\":\"cancelled\"");
        simulator.faults();
    }

    private static JsonObject fault(String kind, int status) {
        return new JsonObject()
                .put("kind", kind)
                .put("status", status)
                .put("method", "POST")
                .put("rate", 1.0);
    }

    /** @return the operation's id */
    private static String write(String systemId) {
        var answer = gateway.send(
                "PUT",
                "/v1/clients/by-system-id/" + systemId,
                "{\"title\":\"Console\"}",
                Cluster.KEY,
                "Content-Type",
                "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return new JsonObject(answer.body()).getString("id");
    }

    @Test
    void keyboardAlone_isEnough() {
        browser.type("body", "\uE004");
        browser.type("#key", Cluster.KEY + "\uE007");
        awaitText("#state", "ok", "degraded");

        assertThat(browser.run("return document.activeElement.id")).isEqualTo("main");
        browser.type("#main", "\uE004");
        assertThat(browser.run("return document.activeElement.name")).isEqualTo("by");
    }

    @Test
    void deadOperation_isReplayed_byTabAndEnter() {
        simulator.faults(fault("status", 422));
        var id = write("console-keyboard");
        enter(Cluster.KEY);
        awaitText("#operations", "console-keyboard");
        simulator.faults();

        for (int tabs = 0; tabs < 100 && !focused().equals("replay-" + id); tabs++) {
            browser.type(":focus", "\uE004");
        }
        assertThat(focused()).isEqualTo("replay-" + id);
        assertThat(browser.run("return document.activeElement.matches(':focus-visible')"))
                .isEqualTo(true);
        browser.type(":focus", "\uE007");

        awaitText("#message", id + " is sent again");
    }

    private static String focused() {
        return String.valueOf(browser.run("return document.activeElement.id"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void text_isReadable_onLightAndOnDark(boolean dark) {
        browser.dark(dark);
        enter(Cluster.KEY);
        awaitText("#accounts", "closed");

        assertThat(((Number) browser.run(LUMINANCE + "return light(getComputedStyle(document.body).backgroundColor)"))
                        .doubleValue())
                .matches(light -> dark ? light < 0.1 : light > 0.8);
        assertThat(browser.run(LUMINANCE + FAINT)).isEqualTo("");
    }

    @Test
    void whoHearsThePage_findsTheirWay() {
        enter(Cluster.KEY);
        awaitText("#accounts", "default");

        assertThat(browser.run("return document.documentElement.lang")).isEqualTo("en");
        assertThat(browser.run("return ['header','main','h1'].map(e => document.querySelectorAll(e).length).join()"))
                .isEqualTo("1,1,1");
        assertThat(browser.run("return [...document.querySelectorAll('section,table:not([role=img] table)')]"
                        + ".filter(e => !e.caption && !document.getElementById(e.getAttribute('aria-labelledby'))?.textContent)"
                        + ".map(e => e.id || e.innerText.slice(0, 20)).join()"))
                .isEqualTo("");
        assertThat(browser.run("return [...document.querySelectorAll('.cards td')]"
                        + ".filter(e => !e.closest('table').tHead?.rows[0]?.cells[e.cellIndex]?.scope"
                        + " || e.parentElement.cells[0].scope !== 'row').map(e => e.innerText).join()"))
                .isEqualTo("");
        assertThat(browser.run("return document.getElementById('message').getAttribute('aria-live')"))
                .isEqualTo("polite");
        assertThat(browser.run("return document.getElementById('meter').getAttribute('aria-valuetext')"))
                .asString()
                .contains("held");
    }

    @Test
    void everything_hasAName_andFitsOnAPhone() {
        browser.screen(390, 844, true);
        enter(Cluster.KEY);
        awaitText("#accounts", "default");

        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(390);
        assertThat(browser.run("return [...document.querySelectorAll('input,select,button')]"
                        + ".filter(e => !e.labels?.length && !e.textContent.trim() && !e.ariaLabel).length"))
                .isEqualTo(0);
        assertThat(browser.run("return [...document.querySelectorAll('[aria-labelledby]')]"
                        + ".filter(e => !document.getElementById(e.getAttribute('aria-labelledby'))).length"))
                .isEqualTo(0);
    }

    private static void enter(String key) {
        browser.run("document.getElementById('key').value = ''");
        browser.type("#key", key + "\uE007");
    }

    /** Waits until one of the words is to be seen. */
    private static void awaitText(String selector, String... words) {
        await(selector)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(browser.text(selector)).containsAnyOf(words));
    }

    /** Waits until a named figure has a value of this form. */
    private static void awaitFigure(String list, String name, String form) {
        await(name)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(browser.run(
                                "return [...document.querySelectorAll('#' + arguments[0] + ' dt')]"
                                        + ".find(e => e.innerText === arguments[1])?.nextSibling.innerText ?? ''",
                                list,
                                name))
                        .asString()
                        .matches(form));
    }

    private static void pictures(String name) {
        for (var dark : new boolean[] {false, true}) {
            browser.dark(dark);
            var look = name + (dark ? "-dark" : "-light");
            browser.screen(1280, 900, false);
            browser.picture(PICTURES.resolve(look + "-desktop.png"));
            browser.screen(390, 844, true);
            browser.picture(PICTURES.resolve(look + "-phone.png"));
        }
        browser.screen(1280, 900, false);
    }
}

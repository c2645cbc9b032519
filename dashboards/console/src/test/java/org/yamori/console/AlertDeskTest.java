package org.yamori.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.console.RawHttp.Answer;
import org.yamori.console.alerts.Replies;
import org.yamori.console.alerts.Reply;
import org.yamori.wire.Decision;

import static org.assertj.core.api.Assertions.assertThat;

/** Pages of alerts over real sockets, as contacts, scanners of mail and strangers ask for them. */
@Timeout(60)
class AlertDeskTest {
    private static final String TOKEN = "Xx_0123456789-abcdefghijklmnopqrstuvwxyzABC";
    private static final String OTHER = "Yy_0123456789-abcdefghijklmnopqrstuvwxyzABC";
    private static final String CASE = "c182a53bc335e98bef52b562c30ce9a1";
    private static final String JAPANESE = "c182a53bc335e98bef52b562c30ce9a2";
    private static final String UNKNOWN = "00000000000000000000000000000000";
    private static final String FINDING = "1bcc2571f51e6050120263a97aea75ec";
    private static final String HTML = "<!doctype html><title>Alert</title><p>172.20.0.9 掃く";
    private static final String PUBLIC = "alerts.example.org";
    private static final String OWN = "localhost";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

    private final List<Reply> written = new ArrayList<>();
    private Replies replies = written::add;

    @TempDir
    private Path folder;

    private Path pages;
    private ConsoleServer server;

    @BeforeEach
    void writePagesAndStart() throws IOException {
        pages = folder.resolve("pages");
        page(TOKEN, CASE, "");
        page(TOKEN, JAPANESE, ", \"language\": \"ja\"");
        start(Optional.of(pages), Optional.of(reply -> replies.write(reply)));
    }

    private void page(String token, String id, String more) throws IOException {
        Path own = Files.createDirectories(pages.resolve(token));
        Files.writeString(own.resolve(id + ".html"), HTML);
        Files.writeString(own.resolve(id + ".json"), """
            {"finding": "%s", "kind":"alert", "anchor":"2011-01-18T10:00:00.000000Z", "organisation":"X",
             "source":"172.20.0.9", "case":"%s", "link":"https://alerts.example.org"%s}
            """.formatted(FINDING, id, more));
    }

    private void start(Optional<Path> served, Optional<Replies> into) throws IOException {
        Set<String> names = served.isPresent() ? Set.of(PUBLIC) : Set.of();
        server = ConsoleServer.start(
                new ConsoleSettings(
                        "127.0.0.1",
                        0,
                        "http://es:9200",
                        Optional.empty(),
                        "study-x",
                        new ConsoleSettings.Alerts(served, names)),
                prefix -> hours -> Optional.of(Overviews.hour()),
                into,
                Clock.fixed(Overviews.END, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String path(String token, String id) {
        return "/alerts/" + token + "/" + id;
    }

    private Answer ask(String method, String path) throws IOException {
        return new RawHttp(server.url()).ask(method, path, OWN, "");
    }

    private Answer post(String id, String body, String... headers) throws IOException {
        return new RawHttp(server.url()).ask("POST", path(TOKEN, id) + "/outcome", PUBLIC, body, with(headers));
    }

    private static String[] with(String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add(FORM);
        return all.toArray(new String[0]);
    }

    @Test
    void page_isTheFile_withItsRules() throws IOException {
        for (String host : new String[] {OWN, PUBLIC, PUBLIC + ":443"}) {
            Answer answer = new RawHttp(server.url()).ask("GET", path(TOKEN, CASE), host, "");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(HTML);
            assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/html;charset=utf-8");
            assertRules(answer);
        }
    }

    private static void assertRules(Answer answer) {
        assertThat(answer.header("Content-Security-Policy"))
                .isEqualTo("default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
                        + " object-src 'none'");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("X-Robots-Tag")).isEqualTo("noindex");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
    }

    @Test
    void head_isWhatGetIs_withoutTheBody() throws IOException {
        Answer head = ask("HEAD", path(TOKEN, CASE));
        Answer get = ask("GET", path(TOKEN, CASE));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers()).isEqualTo(get.headers());
        Answer unknown = ask("HEAD", path(TOKEN, UNKNOWN));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.headers()).isEqualTo(ask("HEAD", path(OTHER, CASE)).headers());
    }

    /** Whoever guesses learns nothing: a folder, a case of somebody else and no folder at all look the same. */
    @Test
    void wrongToken_unknownCase_andNoPagesAtAll_areTheSameBytes() throws IOException {
        page(OTHER, UNKNOWN, "");
        Answer unknownCase = ask("GET", path(TOKEN, "11111111111111111111111111111111"));
        assertThat(unknownCase.status()).isEqualTo(404);
        assertThat(unknownCase.body()).contains("There is no such page", "ページ").doesNotContain(TOKEN);
        assertRules(unknownCase);
        List<String> nothing = List.of(
                path(TOKEN, UNKNOWN),
                path(OTHER, CASE),
                path("Zz" + TOKEN.substring(2), CASE),
                path(TOKEN, CASE) + ".json",
                path(TOKEN, CASE) + ".html",
                path(TOKEN, CASE) + "/",
                path(TOKEN, CASE) + "/thanks",
                path(OTHER, CASE) + "/outcome",
                "/alerts/",
                "/alerts/" + TOKEN,
                "/alerts/" + TOKEN + "/");
        for (String path : nothing) {
            assertThat(ask("GET", path)).as(path).isEqualTo(unknownCase);
        }
        RawHttp raw = new RawHttp(server.url());
        String body = "result=normal";
        assertThat(raw.ask("POST", path(TOKEN, UNKNOWN) + "/outcome", OWN, body, FORM))
                .isEqualTo(unknownCase);
        assertThat(raw.ask("POST", path(OTHER, CASE) + "/outcome", OWN, body, FORM))
                .isEqualTo(unknownCase);
        assertThat(raw.ask("POST", "/alerts/outcome", OWN, body, FORM)).isEqualTo(unknownCase);
        server.close();
        start(Optional.empty(), Optional.of(replies));
        assertThat(ask("GET", path(TOKEN, CASE))).isEqualTo(unknownCase);
        raw = new RawHttp(server.url());
        assertThat(raw.ask("POST", path(TOKEN, CASE) + "/outcome", OWN, body, FORM))
                .isEqualTo(unknownCase);
        server.close();
        start(Optional.of(folder.resolve("not there yet")), Optional.of(replies));
        assertThat(ask("GET", path(TOKEN, CASE))).isEqualTo(unknownCase);
        assertThat(written).isEmpty();
    }

    @Test
    void nothingOutsideTheFolder_isReached() throws IOException {
        Files.writeString(folder.resolve(CASE + ".html"), "secret");
        Path outside = Files.createDirectories(folder.resolve(TOKEN));
        Files.writeString(outside.resolve(UNKNOWN + ".html"), "secret");
        Files.createSymbolicLink(pages.resolve(OTHER), outside);
        Files.createSymbolicLink(pages.resolve(TOKEN).resolve(UNKNOWN + ".html"), outside.resolve(UNKNOWN + ".html"));
        Files.createDirectory(pages.resolve(TOKEN).resolve("22222222222222222222222222222222.html"));
        for (String path : List.of(
                path(OTHER, UNKNOWN),
                path(TOKEN, UNKNOWN),
                path(TOKEN, "22222222222222222222222222222222"),
                "/alerts/../" + TOKEN + "/" + UNKNOWN,
                "/alerts/../../" + CASE,
                "/alerts/%2e%2e/" + TOKEN + "/" + UNKNOWN,
                "/alerts/..%2f" + TOKEN + "/" + UNKNOWN,
                "/alerts/" + TOKEN + "/../../" + CASE,
                "/alerts/" + TOKEN + "/..%2f..%2f" + CASE,
                "/alerts/" + TOKEN + "/%2e%2e/%2e%2e/" + CASE,
                "/alerts/..;/" + TOKEN + "/" + UNKNOWN,
                "/alerts//" + TOKEN + "/" + UNKNOWN,
                "/alerts/" + TOKEN + "/" + CASE + "%00",
                "/alerts/" + TOKEN + "/" + CASE + "%2ehtml",
                "/alerts/" + TOKEN + "\\" + CASE)) {
            Answer answer = ask("GET", path);
            assertThat(answer.status()).as(path).isIn(400, 404);
            assertThat(answer.body()).as(path).doesNotContain("secret").doesNotContain("掃く");
        }
    }

    @Test
    void publicName_getsPagesAndTheirStyle_butNeverTheOverview() throws IOException {
        RawHttp raw = new RawHttp(server.url());
        assertThat(raw.ask("GET", "/console.css", PUBLIC, "").status()).isEqualTo(200);
        for (String path : List.of(
                "/",
                "/?hours=1",
                "/live",
                "/console.js",
                "/mark.svg",
                "/alerts",
                "/%2e/",
                "//",
                "/alerts/..",
                "/alerts/../",
                "/alerts/..;/",
                "/alerts/%2e%2e/",
                "/alerts/%2e%2e/live",
                "/alerts/../console.js",
                "/console.css/../")) {
            Answer answer = raw.ask("GET", path, PUBLIC, "");
            assertThat(answer.status()).as(path).isIn(400, 404, 421);
            assertThat(answer.body()).as(path).doesNotContain("1,259", "study-x", "addEventListener");
        }
        assertThat(raw.ask("GET", "/", "evil.example", "")).isEqualTo(raw.ask("GET", "/", PUBLIC, ""));
        assertThat(raw.ask("GET", path(TOKEN, CASE), "evil.example", "").status())
                .isEqualTo(421);
        assertThat(raw.ask("GET", "/", OWN, "").body()).contains("1,259");
    }

    @Test
    void answer_isHandedOn_andShownToWhoGaveIt() throws IOException {
        Answer thanks = post(CASE, "result=infected&infections=Kido%0D%0A+Mirai&comment=cleaned+%3Cb%3E");
        assertThat(thanks.status()).isEqualTo(200);
        assertThat(thanks.body())
                .contains("<html lang=\"en\">", "Thank you", "172.20.0.9", "<dd>Kido</dd>", "<dd>Mirai</dd>")
                .contains("The host was infected", "cleaned &lt;b&gt;", "href=\"../" + CASE + "\"")
                .doesNotContain("<b>");
        assertRules(thanks);
        // 2011-01-18T10:00:00Z
        Decision.Subject subject = new Decision.Subject(FINDING, "alert", 1_295_344_800_000_000L, "X");
        assertThat(written)
                .containsExactly(new Reply(subject, Decision.Result.INFECTED, List.of("Kido", "Mirai"), "cleaned <b>"));
        assertThat(written.get(0).author()).isEqualTo("contact of X");
    }

    @Test
    void japanesePage_isAnsweredInJapanese() throws IOException {
        assertThat(post(JAPANESE, "result=normal").body())
                .contains("<html lang=\"ja\">", "ご回答ありがとうございました", "問題なし")
                .doesNotContain("Thank you");
        assertThat(post(JAPANESE, "").body()).contains("<html lang=\"ja\">", "調査結果を選んでください。");
        assertThat(written).hasSize(1);
    }

    /** Scanners of mail open every link, also with what they make up. */
    @Test
    void onlyThePostOfAForm_writesAnything() throws IOException {
        assertThat(ask("GET", path(TOKEN, CASE) + "?result=infected").body()).isEqualTo(HTML);
        for (String method : new String[] {"GET", "HEAD"}) {
            Answer form = ask(method, path(TOKEN, CASE) + "/outcome?result=infected&infections=Kido");
            assertThat(form.status()).isEqualTo(303);
            assertThat(form.header("Location")).isEqualTo("../" + CASE);
        }
        assertThat(post(CASE, "").status()).isEqualTo(422);
        RawHttp raw = new RawHttp(server.url());
        String address = path(TOKEN, CASE) + "/outcome?result=infected";
        assertThat(raw.ask("POST", address, PUBLIC, "x=y", FORM).status()).isEqualTo(422);
        assertThat(raw.ask("POST", address, PUBLIC, "{\"result\":\"normal\"}", "Content-Type: application/json")
                        .status())
                .isEqualTo(415);
        for (String method : new String[] {"PUT", "DELETE", "PATCH", "OPTIONS"}) {
            assertThat(raw.ask(method, address, PUBLIC, "result=normal", FORM).status())
                    .as(method)
                    .isEqualTo(405);
        }
        Answer renamed = raw.ask("GET", address, PUBLIC, "result=normal", FORM, "X-HTTP-Method-Override: POST");
        assertThat(renamed.status()).isEqualTo(400);
        for (String path : new String[] {"/", "/live", path(TOKEN, CASE), "/outcome", "/console.css"}) {
            Answer answer = raw.ask("POST", path, OWN, "result=normal", FORM);
            assertThat(answer.status()).as(path).isEqualTo(405);
            assertThat(answer.body()).isEqualTo("this page is only read: GET is allowed\n");
        }
        assertThat(written).isEmpty();
    }

    @Test
    void formThatIsNoAnswer_isShownAgain_withEveryProblem() throws IOException {
        Answer answer = post(CASE, "result=normal&infections=%22%3E%3Cscript%3E&comment=" + "c".repeat(501));
        assertThat(answer.status()).isEqualTo(422);
        assertRules(answer);
        assertThat(answer.body())
                .contains("<li>Names of infections go only with an infected host.</li>")
                .contains("<li>A comment has at most 500 letters, yours has 501.</li>")
                .contains("action=\"outcome\"", "value=\"normal\" required checked", "c".repeat(501))
                .contains("&gt;&lt;script&gt;")
                .doesNotContain("<script", "value=\"infected\" required checked");
        assertThat(post(CASE, "result=%zz").status()).isEqualTo(422);
        assertThat(written).isEmpty();
    }

    @Test
    void bodyOfMoreThan32Kibibytes_isRefused_alsoInPieces() throws IOException {
        String begin = "result=normal&comment=";
        assertThat(post(CASE, begin + "%20".repeat((32_768 - begin.length()) / 3))
                        .status())
                .isEqualTo(200);
        Answer large = post(CASE, begin + "+".repeat(32_769 - begin.length()));
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.body()).contains("It is larger than 32768 bytes.");
        String piece = Integer.toHexString(33_000) + "\r\n" + "a".repeat(33_000) + "\r\n0\r\n\r\n";
        assertThat(new RawHttp(server.url())
                        .inPieces(path(TOKEN, CASE) + "/outcome", PUBLIC, piece)
                        .status())
                .isEqualTo(413);
        assertThat(written).hasSize(1);
    }

    @Test
    void pageOfSomebodyElse_cannotAnswer() throws IOException {
        String[] elsewhere = {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Origin: https://evil.example"
        };
        for (String header : elsewhere) {
            Answer answer = post(CASE, "result=normal", header);
            assertThat(answer.status()).as(header).isEqualTo(403);
            assertThat(answer.body()).contains("sent from the page of somebody else");
        }
        assertThat(written).isEmpty();
        assertThat(post(CASE, "result=normal", "Sec-Fetch-Site: same-origin", "Origin: null")
                        .status())
                .isEqualTo(200);
        assertThat(post(CASE, "result=normal", "Origin: https://" + PUBLIC).status())
                .isEqualTo(200);
    }

    @Test
    void answers_areBounded() throws IOException {
        for (int i = 0; i < 20; i++) {
            assertThat(post(CASE, "result=normal").status()).isEqualTo(200);
        }
        Answer tooMany = post(CASE, "result=normal");
        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.body()).contains("About this host 20 answers were sent already.");
        List<String> more = new ArrayList<>();
        for (int i = 0; i < 41; i++) {
            more.add(String.format("%032x", i));
            page(TOKEN, more.get(i), "");
            assertThat(post(more.get(i), "result=normal").status()).isEqualTo(i < 40 ? 200 : 429);
        }
        assertThat(post(more.get(40), "result=normal").body()).contains("60 answers within an hour");
        assertThat(written).hasSize(60);
    }

    @Test
    void answersThatNobodyTakes_areSaidToBeForTheMail() throws IOException {
        replies = reply -> {
            throw new IOException("Kafka at kafka-1:9092 does not answer");
        };
        Answer later = post(CASE, "result=normal");
        assertThat(later.status()).isEqualTo(503);
        assertThat(later.body()).contains("could not be written down now").doesNotContain("kafka");
        server.close();
        start(Optional.of(pages), Optional.empty());
        Answer never = post(CASE, "result=normal");
        assertThat(never.status()).isEqualTo(503);
        assertThat(never.body()).contains("Answers are not taken here. Please answer the mail.");
        assertThat(ask("GET", path(TOKEN, CASE)).body()).isEqualTo(HTML);
    }

    @Test
    void pageWhoseFactsAreMissingOrWrong_takesNoAnswer() throws IOException {
        Path facts = pages.resolve(TOKEN).resolve(CASE + ".json");
        String sound = Files.readString(facts);
        for (String wrong : List.of(
                "",
                "{",
                "[]",
                sound.replace(CASE, JAPANESE),
                sound.replace(FINDING, "x"),
                sound.replace("\"alert\"", "\"surge\""),
                sound.replace("2011-01-18T", "yesterday "),
                sound.replace("\"X\"", "\"\""))) {
            Files.writeString(facts, wrong);
            Answer answer = post(CASE, "result=normal");
            assertThat(answer.status()).as(wrong).isEqualTo(503);
            assertThat(answer.body()).contains("Please answer the mail.");
        }
        Files.delete(facts);
        assertThat(post(CASE, "result=normal").status()).isEqualTo(503);
        assertThat(ask("GET", path(TOKEN, CASE)).body()).isEqualTo(HTML);
        assertThat(written).isEmpty();
        Files.writeString(facts, sound);
        assertThat(post(CASE, "result=normal").status()).isEqualTo(200);
    }
}

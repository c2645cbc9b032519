package org.yamori.jobs.sink.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.yamori.wire.AlertKind;

import static org.assertj.core.api.Assertions.assertThat;

class LetterWriterTest {
    private static final String LINK = "https://yamori.example.jp/alerts/t/c";
    private static final Instant TIME = Instant.parse("2026-01-14T09:00:10.5Z");

    /** What a contact has to know by D-12: source, kind, count, time and link, and no list of packets. */
    @Test
    void d12_mail_hasSourceKindCountTimeAndLinkAndNoPackets() throws Exception {
        Letter letter = letter("en", "Asia/Tokyo", AlertKind.URGENT);
        assertThat(letter.subject())
                .isEqualTo("[Yamori] urgent: 192.0.2.1 of A, 1,000 packets within 60 s, 445/tcp, 139/tcp");
        assertThat(letter.text()).isEqualTo("""
                        A host of A sends many packets to addresses that nobody uses: 1,000 within 60 s.

                        alert: urgent
                        host: 192.0.2.1
                        source port: 40001 (of the first packet)
                        held for: infected
                        time: 2026-01-14 09:00:10 UTC = 2026-01-14 18:00:10 +09:00 Asia/Tokyo
                        first packet: 2026-01-14 09:00:00 UTC = 2026-01-14 18:00:00 +09:00 Asia/Tokyo
                        last packet: 2026-01-14 09:00:10 UTC = 2026-01-14 18:00:10 +09:00 Asia/Tokyo
                        packets: 1,200 (1,100 to darknets of your own, 100 to others')
                        ports: 445/tcp, 139/tcp
                        order of addresses: sequential
                        rate: 0.333 packets a second
                        in the whole Internet: not estimable: the order is not random
                        confidence: medium
                        likelihood of malware: high

                        What to look at
                          look for malware on the host

                        Details and reply: https://yamori.example.jp/alerts/t/c
                        This mail is an overview. The packets are on the page.

                        Told 2 s after it happened.
                        case %s, alert %s, rules b8a75f08
                        """.formatted(letter.content().cases()[0], finding(letter)));
        assertThat(letter.text()).doesNotContain("203.0.113.77");
    }

    @Test
    void d12_japaneseMail_saysTheSame() throws Exception {
        Letter letter = letter("ja", "Asia/Tokyo", AlertKind.CONTINUING);
        assertThat(letter.subject()).isEqualTo("[Yamori] 継続: A の 192.0.2.1 が継続中、単位時間に 400 パケット、445/tcp, 139/tcp");
        assertThat(letter.text())
                .startsWith("A のホストが、使われていないアドレスへパケットを送り続けています。直近の単位時間 (第 3 回) に 130 個のアドレスへ 400 パケットです。\n")
                .contains(
                        "種別: 継続\n",
                        "ホスト: 192.0.2.1\n",
                        "送信元ポート: 40001 (最初のパケット)\n",
                        "判定: 感染\n",
                        "時刻: 2026-01-14 09:00:10 UTC = 2026-01-14 18:00:10 +09:00 Asia/Tokyo\n",
                        "インターネット全体への速度: 推定できません (宛先の順序がランダムではないため)\n",
                        "発生から2 秒後のお知らせです。\n",
                        "  ホストがマルウェアに感染していないか確認してください\n",
                        "詳細と返信: " + LINK + "\n");
    }

    @Test
    void attachment_isTheAlertWithoutItsPackets() throws Exception {
        JsonNode attached =
                new ObjectMapper().readTree(letter("en", "UTC", AlertKind.NEW).attachment());
        assertThat(attached.at("/yamori/alert/packets_shown").isMissingNode()).isTrue();
        assertThat(attached.at("/yamori/alert/packets").asLong()).isEqualTo(1200);
        assertThat(attached.at("/source/ip").asText()).isEqualTo("192.0.2.1");
    }

    @Test
    void laterMailsOfACase_followItsFirst_andAreTheSameToNobodyElse() throws Exception {
        Letter first = letter("en", "UTC", AlertKind.NEW);
        Letter later = letter("en", "UTC", AlertKind.CONTINUING);
        assertThat(first.thread()).isEmpty();
        assertThat(later.messageId()).isNotEqualTo(first.messageId());
        assertThat(later.thread()).matches("<[0-9a-f]{32}\\.[0-9a-f]{8}@yamori\\.example>");
        assertThat(letter("en", "UTC", AlertKind.NEW).messageId()).isEqualTo(first.messageId());
        LetterWriter other = new LetterWriter("boss@a.example", "en", "UTC", "yamori.example", 0);
        assertThat(other.alert(report(AlertKind.NEW), "", false).messageId()).isNotEqualTo(first.messageId());
    }

    @Test
    void everyWordOfAMail_isTranslated() {
        Words english = Words.of("en");
        Words japanese = Words.of("ja");
        for (String key : new String[] {
            "head.new", "head.closed", "head.digest", "head.rolling", "head.request", "page.reply", "page.secret", "age"
        }) {
            assertThat(japanese.say(key, 1, 2, 3, 4))
                    .isNotEqualTo(english.say(key, 1, 2, 3, 4))
                    .matches("(?s).*[\\p{IsHiragana}\\p{IsHan}].*");
        }
    }

    private static AlertReport report(AlertKind kind) throws Exception {
        return AlertReport.read(Alerts.json("A", "192.0.2.1", kind, kind == AlertKind.NEW ? Alerts.FIRST : TIME, 3));
    }

    private static String finding(Letter letter) throws Exception {
        return new ObjectMapper()
                .readTree(letter.attachment())
                .at("/yamori/finding/id")
                .asText();
    }

    private static Letter letter(String language, String zone, AlertKind kind) throws Exception {
        LetterWriter writer =
                new LetterWriter("soc@a.example", language, zone, "yamori.example", TIME.toEpochMilli() + 2_400);
        return writer.alert(report(kind), LINK, false);
    }
}

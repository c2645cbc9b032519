package org.yamori.jobs.sink.mail;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.yamori.wire.AlertKind;
import org.yamori.wire.Finding;

/** Writes the mails of one person: an overview in their language and time, and the link to the rest. */
final class LetterWriter {
    private static final int PORTS = 5;
    private static final int SUBJECT_PORTS = 2;
    private static final long SECOND = 1_000;
    private static final long LONG_IN_SECONDS = 120;
    private static final long LONG_IN_MINUTES = 120;
    private static final byte[] NOTHING = {};

    private final String recipient;
    private final Words words;
    private final LocalClock clock;
    private final String domain;
    private final long nowMillis;
    private final StringBuilder text = new StringBuilder(2048);

    LetterWriter(String recipient, String language, String zone, String domain, long nowMillis) {
        this.recipient = recipient;
        this.words = Words.of(language);
        this.clock = new LocalClock(ZoneId.of(zone));
        this.domain = domain;
        this.nowMillis = nowMillis;
    }

    Letter alert(AlertReport alert, String link, boolean toAnalyst) {
        line(head(alert));
        line("");
        overview(alert);
        List<String> advice = advice(words, alert);
        if (!advice.isEmpty()) {
            line("");
            line(words.say("look"));
            advice.forEach(sentence -> line("  " + sentence));
        }
        line("");
        line(link.isEmpty() ? words.say("no-page") : words.say("details", link));
        line(words.say("overview"));
        if (toAnalyst) {
            line(words.say("analyst"));
        }
        line("");
        line(words.say("age", age(alert.time().toEpochMilli())));
        line(words.say("signature", alert.caseId(), alert.finding(), alert.rules()));
        long[] alerts = new long[AlertKind.values().length];
        alerts[alert.kind().ordinal()] = 1;
        return new Letter(
                recipient,
                words.language(),
                "alert",
                id(alert.finding()),
                alert.kind() == AlertKind.NEW ? "" : id(alert.newAlert()),
                subject(alert),
                text.toString(),
                alert.withoutPackets(),
                new Letter.Content(
                        new String[] {alert.organisation()},
                        new String[] {alert.caseId()},
                        alerts,
                        0,
                        alert.time().toEpochMilli()),
                nowMillis);
    }

    private String subject(AlertReport alert) {
        String host = alert.source();
        String owner = alert.organisation();
        String ports = alert.portWords(SUBJECT_PORTS);
        return switch (alert.kind()) {
            case NEW -> words.say("subject.new", host, owner, ports);
            case CONTINUING -> words.say("subject.continuing", host, owner, alert.unitPackets(), ports);
            case URGENT ->
                words.say("subject.urgent", host, owner, alert.windowPackets(), alert.windowSeconds(), ports);
        };
    }

    private String head(AlertReport alert) {
        return head(words, alert);
    }

    /** What happened, in a sentence. */
    static String head(Words words, AlertReport alert) {
        if (alert.isClosed()) {
            return words.say("head.closed", alert.organisation());
        }
        return switch (alert.kind()) {
            case NEW -> words.say("head.new", alert.organisation());
            case CONTINUING ->
                words.say(
                        "head.continuing",
                        alert.organisation(),
                        alert.unitPackets(),
                        alert.unitDestinations(),
                        alert.unitNumber());
            case URGENT -> words.say("head.urgent", alert.organisation(), alert.windowPackets(), alert.windowSeconds());
        };
    }

    /** What to look at; in other languages than that of the finding as far as it is translated. */
    static List<String> advice(Words words, AlertReport alert) {
        String translated = words.word("advice", alert.hostClass());
        return translated.equals(alert.hostClass()) ? alert.suggestions() : List.of(translated);
    }

    private void overview(AlertReport alert) {
        row("kind", words.word("kind", alert.kind().word()));
        row("host", alert.source());
        alert.sourcePort().ifPresent(port -> row("source-port", words.say("source-port.first", Long.toString(port))));
        row("class", words.word("class", alert.hostClass()));
        row("time", clock.text(alert.time()));
        row("first", clock.text(alert.first()));
        row("last", clock.text(alert.last()));
        row("packets", words.say("packets.split", alert.packets(), alert.internal(), alert.external()));
        row("ports", alert.portWords(PORTS));
        row("order", words.word("order", alert.order()));
        alert.packetsPerSecond().ifPresent(rate -> row("rate", words.say("rate.seconds", rate)));
        alert.internetRate()
                .ifPresentOrElse(
                        rate -> row("internet", words.say("internet.rate", rate)),
                        () -> row("internet", words.word("internet", alert.internetWords())));
        if (!alert.tools().isEmpty()) {
            row("tools", String.join(", ", alert.tools()));
        }
        row("confidence", words.word("level", alert.confidence()));
        row("likelihood", words.word("level", alert.likelihood()));
    }

    Letter rolling(Notice notice) {
        Notice.Rolling rolling = notice.rolling();
        line(words.say(
                "head.rolling",
                clock.text(Instant.ofEpochMilli(rolling.sinceMillis())),
                rolling.hosts(),
                notice.organisation()));
        line("");
        if (rolling.lines().length < rolling.hosts()) {
            line(words.say("head.some", rolling.lines().length));
        }
        for (String host : rolling.lines()) {
            line("  " + host);
        }
        String thread = Finding.id("rolling", notice.organisation(), "", rolling.sinceMillis());
        boolean first = rolling.hosts() == 1;
        return letter(
                notice,
                "rolling",
                first ? id(thread) : id(thread + '.' + rolling.hosts()),
                first ? "" : id(thread),
                words.say("subject.rolling", rolling.hosts(), notice.organisation()),
                new long[] {0, 0, rolling.hosts()},
                rolling.sinceMillis());
    }

    Letter request(Notice notice) {
        Request request = notice.request();
        line(words.say("head.request", request.author(), notice.organisation()));
        line("");
        line("  " + request.text());
        line("");
        for (String host : notice.rolling().lines()) {
            line(host);
        }
        line(notice.link().isEmpty() ? words.say("no-page") : words.say("details", notice.link()));
        return letter(
                notice,
                "request",
                id(request.id()),
                id(request.finding()),
                words.say("subject.request", notice.organisation()),
                new long[3],
                request.timeMicros() / 1_000);
    }

    private Letter letter(
            Notice notice,
            String about,
            String messageId,
            String thread,
            String subject,
            long[] alerts,
            long oldestMillis) {
        return new Letter(
                recipient,
                words.language(),
                about,
                messageId,
                thread,
                subject,
                text.toString(),
                NOTHING,
                new Letter.Content(new String[] {notice.organisation()}, new String[0], alerts, 0, oldestMillis),
                nowMillis);
    }

    Letter digest(DigestCounts counts, List<DigestLine> hosts) {
        long[] alerts = counts.alerts();
        line(words.say(
                "head.digest",
                alerts[AlertKind.NEW.ordinal()],
                alerts[AlertKind.CONTINUING.ordinal()],
                alerts[AlertKind.URGENT.ordinal()]));
        if (counts.muted() > 0) {
            line(words.say("head.muted", counts.muted()));
        }
        line("");
        if (hosts.size() == PostboxFunction.LINES) {
            line(words.say("head.first", hosts.size()));
            line("");
        }
        List<String> organisations = new ArrayList<>();
        for (DigestLine host : hosts) {
            line(clock.text(Instant.ofEpochMilli(host.lastMillis())));
            line("  " + host.organisation() + "  " + host.source() + "  " + words.word("kind", host.kind()) + "  "
                    + words.word("class", host.hostClass()) + "  " + host.ports() + "  "
                    + words.say("packets") + " " + host.packets());
            if (!host.link().isEmpty()) {
                line("  " + host.link());
            }
            if (!organisations.contains(host.organisation())) {
                organisations.add(host.organisation());
            }
        }
        line("");
        line(words.say("age", age(counts.oldestMillis())));
        return new Letter(
                recipient,
                words.language(),
                "digest",
                id(Finding.id("digest", recipient, "", counts.dueMillis())),
                "",
                words.say("subject.digest", counts.told()),
                text.toString(),
                NOTHING,
                new Letter.Content(
                        organisations.toArray(String[]::new),
                        hosts.stream().map(DigestLine::caseId).toArray(String[]::new),
                        alerts.clone(),
                        counts.muted(),
                        counts.oldestMillis()),
                nowMillis);
    }

    /** The same for the same letter to the same person, so that one sent twice is seen to be one. */
    private String id(String letter) {
        return '<' + letter + '.' + Finding.id("recipient", recipient, "", 0).substring(0, 8) + '@' + domain + '>';
    }

    private String age(long millis) {
        long seconds = Math.max(0, nowMillis - millis) / SECOND;
        if (seconds < LONG_IN_SECONDS) {
            return words.say("age.s", seconds);
        }
        long minutes = seconds / 60;
        return minutes < LONG_IN_MINUTES ? words.say("age.min", minutes) : words.say("age.h", minutes / 60);
    }

    private void row(String key, String value) {
        line(String.format(Locale.ROOT, "%s: %s", words.say(key), value));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}

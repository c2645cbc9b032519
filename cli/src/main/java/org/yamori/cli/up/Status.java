package org.yamori.cli.up;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.up.Running.PartState;
import org.yamori.cli.up.Running.Phase;

/**
 * What runs in a home, for a person.
 *
 * @param isWell whether every part runs and somebody looks after them
 */
public record Status(List<String> lines, boolean isWell) {
    public static Status of(Home home) throws IOException {
        Optional<Running> found = Running.in(home);
        if (found.isEmpty()) {
            return new Status(List.of("nothing runs in " + home), false);
        }
        Running running = found.get();
        List<String> lines = new ArrayList<>();
        lines.add(row("part", "state", "process", "for", "restarts", "memory", "where"));
        running.parts().forEach(part -> lines.add(line(part, System.currentTimeMillis())));
        boolean kept = running.supervisor().isAlive();
        if (!kept) {
            lines.add("process " + running.supervisor().pid()
                    + ", which looked after them, is gone; './yamori up' or './yamori down' ends what is left");
        }
        running.parts().stream()
                .filter(part -> part.name().equals(ElasticsearchPart.NAME))
                .findFirst()
                .flatMap(part -> Found.in(part.address(), "yamori-*,study-*"))
                .ifPresent(all -> lines.add(all.words()));
        lines.add(String.format(
                Locale.ROOT,
                "%.1f GiB are free on the disk of %s",
                Files.getFileStore(home.folder()).getUsableSpace() / (double) (1 << 30),
                home));
        boolean allRun = running.parts().stream().allMatch(part -> part.phase() == Phase.RUNNING && part.isAlive());
        return new Status(lines, kept && allRun);
    }

    static String line(PartState part, long nowMillis) {
        @Nullable ProcessIdentity process = part.process();
        boolean gone = process != null && !process.isAlive();
        return row(
                part.name(),
                gone ? "gone" : part.phase().name().toLowerCase(Locale.ROOT),
                process == null || gone ? "-" : String.valueOf(process.pid()),
                span(Duration.ofMillis(nowMillis - part.sinceMillis())),
                String.valueOf(part.restarts()),
                process == null || gone ? "-" : part.residentBytes() / (1 << 20) + " MiB",
                part.words().isEmpty() ? part.address() : part.words());
    }

    static String span(Duration span) {
        if (span.toHours() >= 48) {
            return span.toDays() + " d";
        }
        if (span.toMinutes() >= 120) {
            return span.toHours() + " h";
        }
        return span.toSeconds() >= 120 ? span.toMinutes() + " min" : span.toSeconds() + " s";
    }

    private static String row(
            String part, String state, String process, String since, String restarts, String memory, String where) {
        return String.format(
                        Locale.ROOT,
                        "%-14s %-11s %7s %9s %9s %9s  %s",
                        part,
                        state,
                        process,
                        since,
                        restarts,
                        memory,
                        where)
                .stripTrailing();
    }
}

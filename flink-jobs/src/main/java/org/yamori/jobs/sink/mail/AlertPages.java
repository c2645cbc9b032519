package org.yamori.jobs.sink.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Writes the page of a case, with all its alerts so far, and beside it what a reply has to know. The pages of an
 * organisation lie in a folder with a name that only its people know. A page is replaced as a whole.
 */
public final class AlertPages {
    private static final Logger LOG = LoggerFactory.getLogger(AlertPages.class);
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern PAGE = Pattern.compile("[0-9a-f]{32}\\.(html|json)(\\.next)?");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEMPLATES = "org.yamori.jobs.sink.mail.templates";

    /** Alerts that a page lists. */
    private static final int LISTED = 200;

    private final PageFolder place;
    private final PageTokens tokens;
    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, AlertPages.class.getClassLoader(), TEMPLATES);
    private final Map<String, Hour> madeThisHour = new HashMap<>();
    private long sweptHour = Long.MIN_VALUE;

    /** One of the alerts of a case. */
    public record Told(String finding, String kind, String time, long packets) {}

    /** New pages of an organisation. */
    private record Hour(long hour, int pages) {}

    AlertPages(PageFolder place, PageTokens tokens) {
        this.place = place;
        this.tokens = tokens;
    }

    /** Writes or rewrites the page of an alert's case; the link to it, empty if it has none. */
    String write(AlertReport report, String language, String zone, Instant now) throws IOException {
        sweep(now);
        String token = tokens.of(report.organisation());
        Path folder = Path.of(place.folder(), token);
        Path page = folder.resolve(report.caseId() + ".html");
        Path beside = folder.resolve(report.caseId() + ".json");
        List<Told> told = readTold(beside);
        if (told.isEmpty() && !mayBegin(report.organisation(), now)) {
            return "";
        }
        if (told.stream().noneMatch(before -> before.finding().equals(report.finding()))) {
            told.add(new Told(
                    report.finding(), report.kind().word(), report.time().toString(), report.packets()));
        }
        List<Told> listed = told.subList(Math.max(0, told.size() - LISTED), told.size());
        Files.createDirectories(folder);
        replace(beside, JSON.writeValueAsBytes(beside(report, language, listed)));
        replace(page, html(report, language, zone, listed).getBytes(UTF_8));
        return place.link().isEmpty() ? "" : place.link() + "/alerts/" + token + "/" + report.caseId();
    }

    private String html(AlertReport report, String language, String zone, List<Told> told) {
        StringOutput out = new StringOutput(16_384);
        engine.render(
                "alert.jte",
                Map.of(
                        "alert",
                        report,
                        "told",
                        told,
                        "words",
                        Words.of(language),
                        "clock",
                        new LocalClock(ZoneId.of(zone))),
                out);
        return out.toString();
    }

    private static ObjectNode beside(AlertReport report, String language, List<Told> told) {
        ObjectNode node = JSON.createObjectNode()
                .put("finding", report.newAlert())
                .put("kind", "alert")
                .put("anchor", report.first().toString())
                .put("organisation", report.organisation())
                .put("source", report.source())
                .put("case", report.caseId())
                .put("language", language);
        ArrayNode alerts = node.putArray("told");
        told.forEach(alert -> alerts.addObject()
                .put("finding", alert.finding())
                .put("kind", alert.kind())
                .put("time", alert.time())
                .put("packets", alert.packets()));
        return node;
    }

    private static List<Told> readTold(Path beside) throws IOException {
        List<Told> told = new ArrayList<>();
        try {
            for (JsonNode alert : JSON.readTree(Files.readAllBytes(beside)).path("told")) {
                told.add(new Told(
                        alert.path("finding").asText(),
                        alert.path("kind").asText(),
                        alert.path("time").asText(),
                        alert.path("packets").asLong()));
            }
        } catch (NoSuchFileException first) {
            return told;
        } catch (com.fasterxml.jackson.core.JacksonException broken) {
            LOG.warn("{} is broken, its page begins anew: {}", beside, broken.getOriginalMessage());
        }
        return told;
    }

    private boolean mayBegin(String organisation, Instant now) {
        long hour = now.getEpochSecond() / 3600;
        Hour before = madeThisHour.getOrDefault(organisation, new Hour(hour, 0));
        int pages = before.hour() == hour ? before.pages() : 0;
        if (pages >= place.perHour()) {
            return false;
        }
        madeThisHour.put(organisation, new Hour(hour, pages + 1));
        return true;
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.write(next, bytes);
        Path unused = Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Once an hour: pages that were not written for long are deleted, and folders without pages; nothing else is. */
    private void sweep(Instant now) throws IOException {
        long hour = now.getEpochSecond() / 3600;
        if (hour == sweptHour) {
            return;
        }
        sweptHour = hour;
        madeThisHour.values().removeIf(made -> made.hour() != hour);
        Path root = Files.createDirectories(Path.of(place.folder()));
        Instant oldest = now.minus(place.keep());
        try (DirectoryStream<Path> organisations = Files.newDirectoryStream(root, AlertPages::isOurs)) {
            for (Path organisation : organisations) {
                sweep(organisation, oldest);
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            LOG.warn("old pages in {} cannot be looked for: {}", root, unreadable.toString());
        }
    }

    private static boolean isOurs(Path folder) {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && TOKEN.matcher(String.valueOf(folder.getFileName())).matches();
    }

    /** Another task may delete the same ones. */
    private static void sweep(Path organisation, Instant oldest) {
        boolean empty = true;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(organisation)) {
            for (Path file : files) {
                boolean ours = PAGE.matcher(String.valueOf(file.getFileName())).matches();
                if (ours && Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                    Files.deleteIfExists(file);
                } else {
                    empty = false;
                }
            }
            if (empty) {
                Files.deleteIfExists(organisation);
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            LOG.warn("old pages in {} are not deleted: {}", organisation, unreadable.toString());
        }
    }
}

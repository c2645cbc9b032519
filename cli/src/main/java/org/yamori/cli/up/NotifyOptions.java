package org.yamori.cli.up;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.yamori.jobs.sink.SinkOptions;
import org.yamori.jobs.sink.mail.MailOptions;
import org.yamori.wire.Nearest;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * How people are told here: what the person wrote who runs this installation, and where its pages are.
 *
 * @param home of the installation
 * @param pageUrl where its page is served
 */
record NotifyOptions(Home home, String pageUrl) {
    private static final int KEY_BYTES = 32;
    private static final String FIRST_WORD = "yamori.notify.";

    /** Options for the notify job; refuses what it would refuse. */
    Map<String, String> read() throws IOException {
        Map<String, String> options = new TreeMap<>();
        options.put(MailOptions.PAGES.key(), home.alertPages().toString());
        options.put(MailOptions.KEY_FILE.key(), home.pageKey().toString());
        options.put(MailOptions.LINK.key(), pageUrl);
        Path file = home.notifyOptions();
        if (Files.exists(file)) {
            Properties written = new Properties();
            try (Reader in = Files.newBufferedReader(file, UTF_8)) {
                written.load(in);
            } catch (IllegalArgumentException broken) {
                throw new IOException(file + ": " + broken.getMessage(), broken);
            }
            List<String> known = SinkOptions.NOTIFY_JOB.stream()
                    .map(ConfigOption::key)
                    .filter(key -> key.startsWith(FIRST_WORD))
                    .toList();
            for (String key : written.stringPropertyNames()) {
                if (!known.contains(key)) {
                    throw new IOException(file + ": '" + key + "' is no option for telling people; "
                            + Nearest.hint(key, known) + " (docs/50-options.md lists them)");
                }
                options.put(key, written.getProperty(key).strip());
            }
        }
        check(file, Configuration.fromMap(options));
        makeKey();
        return options;
    }

    private static void check(Path file, Configuration options) throws IOException {
        try {
            var unusedServer = MailOptions.server(options);
            var unusedRules = MailOptions.rules(options);
            var unusedPages = MailOptions.pages(options);
        } catch (IllegalArgumentException wrong) {
            throw new IOException(file + ": " + wrong.getMessage(), wrong);
        }
    }

    /** Made once; whoever deletes it makes all links of before useless. */
    private void makeKey() throws IOException {
        Path key = home.pageKey();
        if (Files.exists(key)) {
            return;
        }
        Files.createDirectories(home.folder());
        byte[] secret = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(secret);
        Path next = Files.createFile(
                key.resolveSibling(
                        key.getFileName() + ".next-" + ProcessHandle.current().pid()),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(next, secret, StandardOpenOption.TRUNCATE_EXISTING);
        Files.move(next, key);
    }
}

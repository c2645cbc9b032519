package org.yamori.jobs.sink.mail;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.yamori.wire.AlertKind;

/** The options of mail about alerts. */
public final class MailOptions {
    public static final ConfigOption<String> SERVER = ConfigOptions.key("yamori.notify.mail.server")
            .stringType()
            .defaultValue("")
            .withDescription("The mail server, host:port. Without it nobody gets mail.");

    public static final ConfigOption<String> SECURITY = ConfigOptions.key("yamori.notify.mail.security")
            .stringType()
            .defaultValue("starttls")
            .withDescription("How the way to the mail server is kept secret: starttls, tls from the first byte, or"
                    + " none, for a server on the same machine.");

    public static final ConfigOption<String> TLS_CA = ConfigOptions.key("yamori.notify.mail.tls-ca")
            .stringType()
            .defaultValue("")
            .withDescription("Certificates (PEM) of who vouches for the mail server; without it, Java's own.");

    public static final ConfigOption<String> USER = ConfigOptions.key("yamori.notify.mail.user")
            .stringType()
            .defaultValue("")
            .withDescription("Name for the mail server, where it wants one.");

    public static final ConfigOption<String> PASSWORD_FILE = ConfigOptions.key("yamori.notify.mail.password-file")
            .stringType()
            .defaultValue("")
            .withDescription("A file whose first line is the user's password.");

    public static final ConfigOption<String> FROM = ConfigOptions.key("yamori.notify.mail.from")
            .stringType()
            .defaultValue("")
            .withDescription("The address that mails come from; must be given with a server.");

    public static final ConfigOption<List<String>> ANALYSTS = ConfigOptions.key("yamori.notify.mail.analysts")
            .stringType()
            .asList()
            .defaultValues()
            .withDescription("Addresses that are told about the alerts of every organisation, with ';' between.");

    public static final ConfigOption<List<String>> ANALYST_KINDS = ConfigOptions.key("yamori.notify.mail.analyst-kinds")
            .stringType()
            .asList()
            .defaultValues("new", "continuing", "urgent")
            .withDescription("The kinds of alerts that analysts are told of, of new;continuing;urgent.");

    public static final ConfigOption<Integer> PER_HOUR = ConfigOptions.key("yamori.notify.mail.per-hour")
            .intType()
            .defaultValue(20)
            .withDescription("Mails to one address within an hour, but for urgent alerts and requests; what is more"
                    + " waits for an hourly digest. 1 to 1000.");

    public static final ConfigOption<Integer> URGENT_SOURCES = ConfigOptions.key("yamori.notify.mail.urgent-sources")
            .intType()
            .defaultValue(10)
            .withDescription("Urgent hosts of one organisation within an hour that have mails of their own; more join"
                    + " one rolling mail. 1 to 1000.");

    public static final ConfigOption<Duration> STALE = ConfigOptions.key("yamori.notify.mail.stale")
            .durationType()
            .defaultValue(Duration.ofHours(1))
            .withDescription(
                    "Alerts older than this wait for a digest, for example after an outage. 1 minute to 7" + " days.");

    public static final ConfigOption<Integer> CASES = ConfigOptions.key("yamori.notify.mail.cases")
            .intType()
            .defaultValue(10_000)
            .withDescription("Hosts of one organisation that are remembered at a time; alerts of more go to the"
                    + " digest, except urgent ones. 1 to 1000000.");

    public static final ConfigOption<Duration> REMEMBER = ConfigOptions.key("yamori.notify.mail.remember")
            .durationType()
            .defaultValue(Duration.ofDays(14))
            .withDescription("How long after its last alert a host is remembered. 1 hour to 90 days.");

    public static final ConfigOption<String> PAGES = ConfigOptions.key("yamori.notify.mail.pages")
            .stringType()
            .defaultValue("")
            .withDescription("The folder for a page of each case; without it there are none.");

    public static final ConfigOption<Duration> PAGES_KEEP = ConfigOptions.key("yamori.notify.mail.pages-keep")
            .durationType()
            .defaultValue(Duration.ofDays(90))
            .withDescription("A page that was not written for so long is deleted. 1 hour to 3650 days.");

    public static final ConfigOption<Integer> PAGES_PER_HOUR = ConfigOptions.key("yamori.notify.mail.pages-per-hour")
            .intType()
            .defaultValue(1_000)
            .withDescription("New pages within an hour for one organisation; more cases have none. 1 to 100000.");

    public static final ConfigOption<String> LINK = ConfigOptions.key("yamori.notify.mail.link")
            .stringType()
            .defaultValue("")
            .withDescription("Where the pages are served, https://host; mails link to /alerts/ there.");

    public static final ConfigOption<String> KEY_FILE = ConfigOptions.key("yamori.notify.mail.key-file")
            .stringType()
            .defaultValue("")
            .withDescription("A secret of 32 bytes or more, from which each organisation's part of the link is made;"
                    + " must be given with pages.");

    private MailOptions() {}

    public static List<ConfigOption<?>> all() {
        return List.of(
                SERVER,
                SECURITY,
                TLS_CA,
                USER,
                PASSWORD_FILE,
                FROM,
                ANALYSTS,
                ANALYST_KINDS,
                PER_HOUR,
                URGENT_SOURCES,
                STALE,
                CASES,
                REMEMBER,
                PAGES,
                PAGES_KEEP,
                PAGES_PER_HOUR,
                LINK,
                KEY_FILE);
    }

    public static MailRules rules(Configuration options) {
        return new MailRules(
                options.get(PER_HOUR),
                options.get(URGENT_SOURCES),
                options.get(STALE),
                options.get(CASES),
                options.get(REMEMBER),
                options.get(ANALYSTS),
                kinds(options.get(ANALYST_KINDS)));
    }

    private static Set<AlertKind> kinds(List<String> words) {
        Set<AlertKind> kinds = EnumSet.noneOf(AlertKind.class);
        for (String word : words) {
            try {
                kinds.add(AlertKind.valueOf(word.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException unknown) {
                throw new IllegalArgumentException(
                        ANALYST_KINDS.key() + " are of new;continuing;urgent, was '" + word + "'", unknown);
            }
        }
        return kinds;
    }

    /** The way to the mail server, or nothing where nobody gets mail. */
    public static Optional<MailServer> server(Configuration options) {
        String server = options.get(SERVER);
        if (server.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MailServer(
                server,
                MailServer.Security.of(options.get(SECURITY)),
                options.get(TLS_CA),
                new MailServer.Login(options.get(USER), options.get(PASSWORD_FILE)),
                options.get(FROM)));
    }

    /** Where pages go, or nothing where there are none. */
    public static Optional<PageFolder> pages(Configuration options) {
        String folder = options.get(PAGES);
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        if (options.get(KEY_FILE).isEmpty()) {
            throw new IllegalArgumentException(
                    KEY_FILE.key() + " is missing: it keeps the pages of one organisation from the others");
        }
        return Optional.of(new PageFolder(
                Path.of(folder).toString(),
                options.get(KEY_FILE),
                options.get(LINK),
                options.get(PAGES_KEEP),
                options.get(PAGES_PER_HOUR)));
    }
}

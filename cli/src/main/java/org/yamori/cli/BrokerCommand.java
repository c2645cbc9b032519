package org.yamori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.broker.BrokerPlan;
import org.yamori.cli.broker.BrokerSetup;
import org.yamori.cli.broker.PasswordFolder;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.RegistryFile;
import org.yamori.wire.SensorEntry;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Topics of an installation on a broker, and who may do what with them. */
@Command(
        name = "broker",
        description = "Sets up a Kafka broker: topics, and for each sensor and job only the rights it needs.",
        synopsisSubcommandLabel = "COMMAND")
final class BrokerCommand implements Runnable {
    private static final String DRY_RUN = "Say what would be done, and do nothing.";
    private static final String PREFIX = "First word of the topics. Default: ${DEFAULT-VALUE}.";

    @Spec
    private @Nullable CommandSpec spec;

    /** Something done by somebody who may. */
    private interface Task {
        void with(Admin admin, PrintWriter out) throws IOException;
    }

    @Override
    public void run() {
        throw new ParameterException(here(), "name what to do with the broker");
    }

    @Command(
            name = "setup",
            sortOptions = false,
            description = "Creates what is missing of topics, rights and passwords; twice is once.")
    int setup(
            @Option(names = "--sensor", paramLabel = "NAME", description = "A sensor; repeat for more.") @Nullable
                    List<String> sensors,
            @Option(
                            names = "--answering-sensor",
                            paramLabel = "NAME",
                            description = "A sensor whose addresses answer, so that it may also write measurements;"
                                    + " repeat for more.")
                    @Nullable
                    List<String> answering,
            @Option(
                            names = "--registry",
                            paramLabel = "FILE",
                            description = "The sensors of this registry that hold now, with their kinds.")
                    @Nullable
                    Path registry,
            @Option(names = "--prefix", paramLabel = "WORD", defaultValue = Topics.DEFAULT_PREFIX, description = PREFIX)
                    String prefix,
            @Option(
                            names = "--reader",
                            paramLabel = "NAME",
                            description = "Somebody who may read everything, for the ledger; repeat for more.")
                    @Nullable
                    List<String> readers,
            @Option(
                            names = "--analyst",
                            paramLabel = "NAME",
                            description = "Somebody who may read findings and decide about them; repeat for more.")
                    @Nullable
                    List<String> analysts,
            @Option(
                            names = "--passwords",
                            paramLabel = "DIR",
                            description = "Let all log in by password (SCRAM-SHA-512), and keep NAME.password for"
                                    + " each there. Without it, by certificate only.")
                    @Nullable
                    Path passwords,
            @Option(
                            names = "--partitions",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "Partitions of a sensor's topic. Default: ${DEFAULT-VALUE}.")
                    int partitions,
            @Option(
                            names = "--replicas",
                            paramLabel = "N",
                            defaultValue = "-1",
                            description = "Copies of each topic. Default: as the brokers have it.")
                    short replicas,
            @Option(
                            names = "--keep-days",
                            paramLabel = "N",
                            defaultValue = "30",
                            description =
                                    "How long packets and findings are kept, -1 for ever. Default: ${DEFAULT-VALUE}.")
                    int keepDays,
            @Option(names = "--dry-run", description = DRY_RUN) boolean dryRun,
            @Mixin ConnectionOptions connection)
            throws IOException {
        Set<String> answer = new TreeSet<>(answering == null ? List.of() : answering);
        Set<String> names = new TreeSet<>(answer);
        names.addAll(sensors == null ? List.of() : sensors);
        for (SensorEntry sensor : registry == null ? List.<SensorEntry>of() : holdingNow(registry)) {
            names.add(sensor.name());
            if (sensor.kind().answers()) {
                answer.add(sensor.name());
            }
        }
        BrokerPlan plan;
        KafkaAccess access;
        try {
            access = connection.access();
            Topics topics = new Topics(prefix);
            names.forEach(Terminal::requireSensor);
            plan = new BrokerPlan(
                    topics,
                    names,
                    answer,
                    BrokerPlan.Names.of(
                            topics,
                            Set.copyOf(readers == null ? List.of() : readers),
                            Set.copyOf(analysts == null ? List.of() : analysts)),
                    new BrokerPlan.Layout(partitions, replicas, keepDays));
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(here(), String.valueOf(refused.getMessage()), refused);
        }
        return with(
                access,
                (admin, out) -> new BrokerSetup(admin, out, dryRun)
                        .bringTo(plan, new PasswordFolder(Optional.ofNullable(passwords))));
    }

    @Command(name = "list", sortOptions = false, description = "Tells who may do what with the topics.")
    int list(
            @Option(names = "--prefix", paramLabel = "WORD", defaultValue = Topics.DEFAULT_PREFIX, description = PREFIX)
                    String prefix,
            @Mixin ConnectionOptions connection)
            throws IOException {
        Topics topics = topics(prefix);
        return with(access(connection), (admin, out) -> new BrokerSetup(admin, out, false).list(topics));
    }

    @Command(
            name = "revoke",
            sortOptions = false,
            description = "Takes every right and the password from a sensor, job or reader, at once.")
    int revoke(
            @Parameters(paramLabel = "NAME", description = "Who is no longer trusted.") String name,
            @Option(names = "--prefix", paramLabel = "WORD", defaultValue = Topics.DEFAULT_PREFIX, description = PREFIX)
                    String prefix,
            @Option(names = "--dry-run", description = DRY_RUN) boolean dryRun,
            @Mixin ConnectionOptions connection)
            throws IOException {
        Topics topics = topics(prefix);
        return with(access(connection), (admin, out) -> new BrokerSetup(admin, out, dryRun).revoke(topics, name));
    }

    private int with(KafkaAccess access, Task task) throws IOException {
        Connection.check(access, Optional.empty());
        return Connection.inWords(access, () -> {
            try (Admin admin = Connection.admin(access)) {
                task.with(admin, here().getOut());
            }
            return 0;
        });
    }

    private static List<SensorEntry> holdingNow(Path registry) {
        try {
            long nowMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
            return RegistryFile.read(registry).sensors().stream()
                    .filter(sensor -> sensor.validity().holdsAt(nowMicros))
                    .toList();
        } catch (BadRecordException bad) {
            throw new Refusal(String.valueOf(bad.getMessage()), bad);
        }
    }

    private Topics topics(String prefix) {
        try {
            return new Topics(prefix);
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(here(), String.valueOf(refused.getMessage()), refused);
        }
    }

    private KafkaAccess access(ConnectionOptions connection) {
        try {
            return connection.access();
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(here(), String.valueOf(refused.getMessage()), refused);
        }
    }

    private picocli.CommandLine here() {
        return Objects.requireNonNull(spec).commandLine();
    }
}

package org.yamori.cli.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.block.Epoch;
import org.yamori.sensor.block.Ranges;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.sensor.publish.BlockPublisher;
import org.yamori.sensor.publish.HeartbeatClock;
import org.yamori.sensor.publish.LiveDelivery;
import org.yamori.sensor.publish.LivePlayer;
import org.yamori.sensor.simulate.BadScenarioException;
import org.yamori.sensor.simulate.Scenario;
import org.yamori.sensor.simulate.Simulation;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.Clock;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

/**
 * The sensors of a plan, played live in a process of their own. Says for everything that was sent a line of sensor,
 * stated watermark, when it was sent, how far that was behind its capture's end, and rows.
 */
public final class AlertSensors {
    private static final Duration GRACE = Duration.ofSeconds(30);

    private AlertSensors() {}

    /** Arguments: brokers, prefix of the topics, start in microseconds, and the plan's words. */
    public static void main(String[] args) throws Exception {
        Map<String, String> kafka = KafkaAccess.plaintext(args[0]).settings();
        Topics topics = new Topics(args[1]);
        long startMicros = Long.parseLong(args[2]);
        AlertPlan plan = AlertPlan.ofWords(Arrays.asList(args).subList(3, args.length));
        Simulation simulation = simulation(plan)
                .shiftedTo(
                        Instant.EPOCH.plusSeconds(startMicros / 1_000_000).plusNanos(startMicros % 1_000_000 * 1000));
        ExecutorService players = Executors.newFixedThreadPool(plan.sensors());
        try {
            List<Future<StringBuilder>> all = new ArrayList<>();
            for (int number = 0; number < plan.sensors(); number++) {
                int sensor = number;
                all.add(players.submit(() -> {
                    try (PacketSource packets = new AlertingHosts(
                            plan, startMicros, sensor, simulation.packetsOf(AlertPlan.sensor(sensor)))) {
                        return play(plan, sensor, packets, kafka, topics);
                    }
                }));
            }
            for (Future<StringBuilder> one : all) {
                System.out.print(one.get());
            }
        } catch (ExecutionException failed) {
            throw new IOException("a sensor failed: " + failed.getCause(), failed.getCause());
        } finally {
            players.shutdownNow();
        }
    }

    private static Simulation simulation(AlertPlan plan) throws BadScenarioException {
        return Simulation.of(Scenario.parse(plan.scenario(), "alerts"));
    }

    private static StringBuilder play(
            AlertPlan plan, int sensor, PacketSource packets, Map<String, String> kafka, Topics topics)
            throws IOException {
        String name = AlertPlan.sensor(sensor);
        HeartbeatClock clock = HeartbeatClock.ofMachine();
        StringBuilder said = new StringBuilder();
        LiveDelivery delivery = LiveDelivery.throughMemory(
                () -> BlockPublisher.liveProducer(kafka),
                topics.packets(name),
                sentence -> System.err.println(name + ": " + sentence));
        LivePlayer.Outlet outlet = new LivePlayer.Outlet() {
            @Override
            public void send(BlockRecord record) {
                delivery.send(record);
                say(record.header());
            }

            @Override
            public boolean sendTogether(List<BlockRecord> cut) {
                boolean taken = delivery.sendTogether(cut);
                cut.forEach(record -> say(record.header()));
                return taken;
            }

            private void say(BlockHeader header) {
                long now = clock.nowMicros();
                said.append(String.format(
                        Locale.ROOT,
                        "%d\t%d\t%d\t%d\t%d%n",
                        sensor,
                        header.span().watermarkMicros(),
                        now,
                        now - header.span().endMicros(),
                        header.rows()));
            }
        };
        SensorSettings settings = SensorSettings.blackhole(name, "bench", Clock.LIVE)
                .withRanges(Ranges.of(List.of(String.valueOf(plan.watched(sensor)))));
        LivePlayer player = LivePlayer.atItsOwnTime(packets, settings, Epoch.first(clock.nowMicros()), outlet, clock);
        player.play();
        if (!delivery.close(GRACE).isEmpty() || delivery.refusedPackets() > 0) {
            throw new IOException(name + " did not bring everything to Kafka");
        }
        return said;
    }
}

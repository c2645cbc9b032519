package org.yamori.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.yamori.cli.Doors.KafkaTarget;
import org.yamori.cli.Doors.Sent;
import org.yamori.cli.Doors.Spooling;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.sensor.publish.HeartbeatClock;
import org.yamori.sensor.publish.LivePlayer;
import org.yamori.wire.BlockRecord;

/** One sensor of a scenario, played as if it stood here. */
final class LivePlay {
    private final SensorSettings settings;
    private final KafkaTarget target;
    private final Optional<Spooling> spool;
    private final Consumer<String> say;

    LivePlay(SensorSettings settings, KafkaTarget target, Optional<Spooling> spool) {
        this.settings = settings;
        this.target = target;
        this.spool = spool;
        this.say = sentence -> System.err.println("yamori: " + settings.sensor() + ": " + sentence);
    }

    /** Returns when the packets are at their end, or the process is asked to end. */
    Sent play(PacketSource packets, Progress progress) throws IOException {
        SensorOutlet outlet = SensorOutlet.open(settings.sensor(), target, spool, say);
        LivePlayer player = LivePlayer.atItsOwnTime(
                packets, settings, outlet.epoch(), counted(outlet, progress), HeartbeatClock.ofMachine());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(player)));
        try {
            player.play();
        } finally {
            outlet.finish();
        }
        return Publishing.sent(player.ledger(), outlet.acknowledgedBlocks());
    }

    private static LivePlayer.Outlet counted(SensorOutlet outlet, Progress progress) {
        return new LivePlayer.Outlet() {
            @Override
            public void send(BlockRecord record) {
                outlet.send(record);
            }

            @Override
            public boolean sendTogether(List<BlockRecord> cut) {
                cut.forEach(block -> progress.packets(block.header().rows()));
                return outlet.sendTogether(cut);
            }
        };
    }

    /** The process ends when this returns. */
    private static void stop(LivePlayer player) {
        player.stop();
        boolean unused = LastWord.await(SensorOutlet.MOST_TO_FINISH);
    }
}

package org.yamori.sensor.file;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.yamori.sensor.SourceTally;
import org.yamori.sensor.parse.Decapsulation;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

/** No bytes make the reader of captures fail in another way than it says, or lose a record from its sums. */
class CaptureFileFuzzTest {
    @FuzzTest(maxDuration = "5m")
    void read(byte[] bytes) throws IOException {
        try (CaptureFile capture = CaptureFile.ofStream("fuzzed", new ByteArrayInputStream(bytes), Decapsulation.ALL)) {
            PacketRow row = new PacketRow();
            long packets = 0;
            while (capture.next(row)) {
                packets++;
                assertThat(row.timeMicros).isBetween(0L, 253_402_300_800_000_000L + 4_294L * 1_000_000);
            }
            SourceTally tally = capture.tally();
            assertThat(tally.packets()).isEqualTo(packets);
            assertThat(tally.captured()).isEqualTo(packets + tally.refusedInAll());
        } catch (CaptureException refused) {
            assertThat(refused).hasMessageStartingWith("fuzzed: ");
        }
    }
}

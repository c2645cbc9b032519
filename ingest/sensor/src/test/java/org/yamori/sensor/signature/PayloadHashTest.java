package org.yamori.sensor.signature;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yamori.sensor.block.Epoch;
import org.yamori.sensor.block.SensorRun;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.sensor.file.CaptureFile;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.Clock;
import org.yamori.wire.Column;
import org.yamori.wire.PacketBlock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PayloadHashTest {
    @TempDir
    private Path folder;

    /** FIPS 180-2, B.1: SHA-256 of "abc" begins with ba7816bf 8f01cfea. */
    @Test
    void withoutKey_itIsTheBeginningOfSha256() {
        byte[] bytes = "xabcx".getBytes(StandardCharsets.US_ASCII);

        assertThat(PayloadHash.plain().of(bytes, 1, 3)).isEqualTo(0xba7816bf8f01cfeaL);
    }

    /** RFC 4231, test cases 1 and 3. */
    @Test
    void withKey_itIsTheBeginningOfHmacSha256() {
        PayloadHash first = PayloadHash.keyed(PayloadKey.parse("0b".repeat(20)));
        byte[] hiThere = "Hi There".getBytes(StandardCharsets.US_ASCII);
        assertThat(first.of(hiThere, 0, hiThere.length)).isEqualTo(0xb0344c61d8db3853L);
        assertThat(first.of(hiThere, 0, hiThere.length)).as("twice").isEqualTo(0xb0344c61d8db3853L);

        PayloadHash third = PayloadHash.keyed(PayloadKey.parse("AA".repeat(20)));
        byte[] fifty = new byte[50];
        Arrays.fill(fifty, (byte) 0xdd);
        assertThat(third.of(fifty, 0, 50)).isEqualTo(0x773ea91e36800e46L);
    }

    @Test
    void keyFile_mayEndItsLine() throws Exception {
        Path file = folder.resolve("key");
        Files.writeString(file, "0b".repeat(20) + "\n");
        byte[] hiThere = "Hi There".getBytes(StandardCharsets.US_ASCII);

        assertThat(PayloadHash.keyed(PayloadKey.read(file)).of(hiThere, 0, hiThere.length))
                .isEqualTo(0xb0344c61d8db3853L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0b0b", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0", "secretsecretsecretsecretsecretsecret"})
    void whatIsNoKey_isRefusedAndNotRepeated(String text) throws Exception {
        Path file = folder.resolve("key");
        Files.writeString(file, text);

        assertThatThrownBy(() -> PayloadKey.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ": a payload key ")
                .hasMessageEndingWith(
                        "allowed: one line of 32 to 128 hexadecimal digits, as from 'openssl rand -hex 32'")
                .message()
                .doesNotContain("secret", "0b0b");
    }

    @Test
    void fileThatIsTooLongOrMissing_isRefused() throws Exception {
        Path file = folder.resolve("key");
        Files.writeString(file, "0".repeat(1000));

        assertThatThrownBy(() -> PayloadKey.read(file)).hasMessageContaining("too long for a payload key");
        assertThatThrownBy(() -> PayloadKey.read(folder.resolve("none"))).hasMessageContaining("no such file");
        assertThat(PayloadKey.parse("0b".repeat(20))).hasToString("payload key of 20 bytes");
    }

    /** Requirement D-02: a packet with a 100-byte payload gives headers and a hash, no payload bytes. */
    @Test
    void payload_leavesOnlyItsHashInTheBlock() throws Exception {
        byte[] payload = new byte[100];
        new Random(0xd02).nextBytes(payload);
        SynFrame one = SynFrame.ipv4().payload(100);
        System.arraycopy(payload, 0, one.payload, 0, 100);
        SynFrame two = SynFrame.ipv4().payload(100);
        System.arraycopy(payload, 0, two.payload, 0, 100);
        two.source = 0x0a00ffff;
        two.sourcePort = 7;
        Path capture = folder.resolve("payload.pcap");
        SynFrame.write(capture, java.util.List.of(one.frame(), two.frame()));

        SensorRun run = new SensorRun(
                SensorSettings.blackhole("s1", "n", Clock.FILE), CaptureFile.open(capture), Epoch.first(1));
        BlockRecord record = java.util.Objects.requireNonNull(run.next());
        PacketBlock block = PacketBlock.decode(record.body());

        assertThat(block.rows()).isEqualTo(2);
        assertThat(block.number(Column.PAYLOAD_LENGTH, 0)).isEqualTo(100);
        assertThat(block.number(Column.PAYLOAD_HASH, 0))
                .isEqualTo(block.number(Column.PAYLOAD_HASH, 1))
                .isNotZero();
        for (int from = 0; from + 4 <= payload.length; from++) {
            assertThat(indexOf(record.body(), Arrays.copyOfRange(payload, from, from + 4)))
                    .as("bytes " + from + " to " + (from + 3) + " of the payload in the block")
                    .isEqualTo(-1);
        }
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int at = 0; at + wanted.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}

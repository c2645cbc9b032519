package org.yamori.jobs.detect.traffic;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.flow.SourceKeys;

import static org.assertj.core.api.Assertions.assertThat;

class KeptRunTest {
    private static final int TELNET = PortKey.of(PortKey.TCP, 23);
    private static final int HTTP = PortKey.of(PortKey.TCP, 80);

    private static PortRun of(int port, SortedSet<Long> members) {
        PortRun run = new PortRun(2, members.size() + 1);
        run.begin(port);
        run.count(7L * members.size(), 280L * members.size(), 3);
        members.forEach(run::add);
        return run;
    }

    private static byte[] written(KeptRun run) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        run.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    @Test
    void longRun_comesBackAsItWas_withEveryCountryAndFamilyAndTheSmallestAddress() {
        Random random = new Random(5);
        TreeSet<Long> members = new TreeSet<>();
        members.add(PortRun.member(0, SourceKeys.lowOfIpv4(0), (short) 0));
        members.add(PortRun.member(0, SourceKeys.lowOfIpv4(-1), (short) (('Z' << 8) | 'W')));
        while (members.size() < 80_000) {
            short country = (short) (random.nextInt(3) == 0 ? 0 : (('A' + random.nextInt(26)) << 8) | 'A');
            members.add(
                    random.nextInt(4) == 0
                            ? PortRun.member(0x2001_0db8_0000_0000L, random.nextLong(), country)
                            : PortRun.member(0, SourceKeys.lowOfIpv4(random.nextInt()), country));
        }
        PortRun run = of(TELNET, members);
        run.begin(HTTP);
        run.add(PortRun.member(0, SourceKeys.lowOfIpv4(0), (short) 0));

        PortRun again = KeptRun.of(run).run();

        assertThat(again).isNotSameAs(run);
        assertThat(again.ports).containsExactly(TELNET, HTTP);
        assertThat(again.packets).containsExactly(7L * members.size(), 0);
        assertThat(again.bytes).containsExactly(280L * members.size(), 0);
        assertThat(again.missing).containsExactly(3, 0);
        assertThat(again.sources(0)).isEqualTo(members.size());
        assertThat(again.members)
                .startsWith(members.stream().mapToLong(member -> member).toArray());
        assertThat(again.members[again.start(1)]).isZero();
    }

    /** The stated most, for addresses spread evenly over a sixteenth of all, and as far apart as they can be. */
    @Test
    void millionSources_takeTheirStatedBytes() throws IOException {
        for (int sources : new int[] {100_000, 1_000_000}) {
            TreeSet<Long> spread = new TreeSet<>();
            TreeSet<Long> chosen = new TreeSet<>();
            Random random = new Random(sources);
            while (spread.size() < sources) {
                int address = random.nextInt();
                spread.add(PortRun.member(0, SourceKeys.lowOfIpv4((address & 0xfff0_ffff) | 0x0003_0000), (short) 0));
            }
            for (int i = 0; i < sources; i++) {
                chosen.add(PortRun.member(0, SourceKeys.lowOfIpv4(127 * i), (short) 0));
            }
            for (TreeSet<Long> members : List.of(spread, chosen)) {
                // Some bytes a network, and those of the port itself.
                assertThat(written(KeptRun.of(of(TELNET, members))).length)
                        .isLessThanOrEqualTo((int) KeptRun.mostBytes(sources) + 2 * 4_096 + 32);
            }
        }
    }
}

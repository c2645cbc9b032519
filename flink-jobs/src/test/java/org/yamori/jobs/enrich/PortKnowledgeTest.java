package org.yamori.jobs.enrich;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Problem;
import org.yamori.wire.ProtocolPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class PortKnowledgeTest {
    private static final int TCP = 6;
    private static final int UDP = 17;

    @TempDir
    Path folder;

    /** Requirement N-14. */
    @ParameterizedTest
    @CsvSource({
        "23, 6, telnet",
        "2323, 6, telnet",
        "5358, 6, telnet",
        "6789, 6, telnet",
        "22, 6, ssh",
        "2222, 6, ssh",
        "7547, 6, tr-069",
        "5555, 6, tr-069",
        "53413, 17, netis"
    })
    void portOfTheDefaults_belongsToItsGroupOnly(int port, int protocol, String group) {
        PortKnowledge knowledge = PortKnowledge.defaults();

        assertThat(knowledge.names(knowledge.groupMask(protocol, port))).containsExactly(group);
        assertThat(knowledge.groupMask(TCP + UDP - protocol, port)).isZero();
    }

    @Test
    void defaults_haveNinePortsInFourGroups() {
        PortKnowledge knowledge = PortKnowledge.defaults();

        assertThat(knowledge.groups())
                .extracting(PortKnowledge.Group::name)
                .containsExactly("telnet", "ssh", "tr-069", "netis");
        assertThat(knowledge.groups().get(3).meaning()).contains("router vulnerability");
        assertThat(IntStream.range(0, 65_536).filter(p -> knowledge.groupMask(TCP, p) != 0))
                .containsExactly(22, 23, 2222, 2323, 5358, 5555, 6789, 7547);
        assertThat(IntStream.range(0, 65_536).filter(p -> knowledge.groupMask(UDP, p) != 0))
                .containsExactly(53_413);
        assertThat(knowledge.groupMask(1, 8)).isZero();
        assertThat(knowledge.groupMask(58, 23)).isZero();
    }

    @Test
    void portOfSeveralGroups_hasABitForEach() throws Exception {
        PortKnowledge knowledge = PortKnowledge.read(file("a\t23/tcp 80/tcp\t\nb\t 1/udp  23/tcp \tboth\r\n"));

        assertThat(knowledge.groupMask(TCP, 23)).isEqualTo(0b11);
        assertThat(knowledge.groupMask(TCP, 80)).isEqualTo(0b01);
        assertThat(knowledge.groupMask(UDP, 1)).isEqualTo(0b10);
        assertThat(knowledge.names(0b11)).containsExactly("a", "b");
        assertThat(knowledge.groups().get(1).meaning()).isEqualTo("both");
    }

    @Test
    void thirtyOneGroups_areTheMostAndTheirMaskIsPositive() throws Exception {
        PortKnowledge knowledge = PortKnowledge.read(file(groups(31)));

        assertThat(knowledge.groupMask(TCP, 1)).isEqualTo(Integer.MAX_VALUE);
        assertThat(problems(groups(32)))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("at most 31 groups are allowed; 'g32' is number 32");
    }

    private static String groups(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(g -> "g" + g + "\t1/tcp\tx\n")
                .collect(Collectors.joining());
    }

    @Test
    void everythingWrongWithAFile_isSaidAtOnce() throws Exception {
        List<Problem> problems = problems("""
                # comment
                telnet\t23/tcp 70000/tcp\tx
                Telnet\t23/tcp\tx
                ssh\t22\tx
                ssh\t22/tcp 22/tcp\tx
                one\t1/tcp
                two\t1/icmp\tx
                ok\t1/tcp\tx
                ok\t2/tcp\tx
                three\t\tx
                """);

        assertThat(problems).extracting(Problem::line).containsExactly(2, 3, 4, 5, 6, 7, 9, 10);
        assertThat(problems)
                .extracting(Problem::message)
                .containsExactly(
                        "a port is like 23/tcp or 53413/udp, at most 65535, was '70000/tcp'",
                        "a group's name is 1 to 40 small letters, digits or '-', was 'Telnet'",
                        "a port is like 23/tcp or 53413/udp, at most 65535, was '22'",
                        "port 22/tcp stands twice in one group",
                        "a row has 3 cells between tabs, this one 2",
                        "a port is like 23/tcp or 53413/udp, at most 65535, was '1/icmp'",
                        "'ok' is already the name of a group above; names must differ",
                        "a port is like 23/tcp or 53413/udp, at most 65535, was ''");
        assertThat(problems("# nothing\n"))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("has no row; at least one is needed");
        assertThat(catchThrowableOfType(
                        BadRecordException.class, () -> PortKnowledge.read(folder.resolve("nowhere.tsv"))))
                .hasMessage(folder.resolve("nowhere.tsv") + ":1: there is no such file");
    }

    @Test
    void knowledgeAndWatchList_travelToTaskManagers() throws Exception {
        PortKnowledge knowledge = travelled(PortKnowledge.defaults());
        WatchList watched = travelled(WatchList.defaults());

        assertThat(knowledge.names(knowledge.groupMask(TCP, 2323))).containsExactly("telnet");
        assertThat(watched.ports()).isEqualTo(WatchList.defaults().ports());
        assertThat(watched.service(TCP, 23)).isEqualTo("telnet");
    }

    @SuppressWarnings("unchecked")
    private static <T> T travelled(T object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        assertThat(bytes.size()).isLessThan(40_000);
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    @Test
    void defaultWatchList_holdsWhatTheDetectorsNeed() {
        WatchList watched = WatchList.defaults();

        assertThat(watched.size()).isEqualTo(256);
        assertThat(Stream.of(
                                "23/tcp",
                                "2323/tcp",
                                "5358/tcp",
                                "6789/tcp",
                                "22/tcp",
                                "2222/tcp",
                                "7547/tcp",
                                "5555/tcp",
                                "445/tcp",
                                "53413/udp",
                                "53/udp",
                                "123/udp",
                                "1947/tcp",
                                "138/udp",
                                "137/udp",
                                "17500/udp",
                                "80/tcp",
                                "443/tcp",
                                "3389/tcp",
                                "37215/tcp",
                                "52869/tcp")
                        .map(ProtocolPort::parse))
                .allMatch(port -> watched.contains(port.protocol(), port.port()));
        assertThat(watched.contains(UDP, 23)).isFalse();
        assertThat(watched.contains(TCP, 53_413)).isFalse();
        assertThat(watched.contains(TCP, 65_535)).isFalse();
        assertThat(watched.contains(1, 23)).isFalse();
        assertThat(watched.service(TCP, 445)).isEqualTo("smb");
        assertThat(watched.service(UDP, 445)).isEmpty();
    }

    @Test
    void everyPortOfAGroup_isWatched() {
        WatchList watched = WatchList.defaults();

        assertThat(PortKnowledge.defaults().groups())
                .flatExtracting(PortKnowledge.Group::ports)
                .allMatch(port -> watched.contains(port.protocol(), port.port()));
    }

    @Test
    void numbers_areThePlacesAmongThePorts() {
        WatchList watched = WatchList.defaults();

        for (int i = 0; i < watched.size(); i++) {
            ProtocolPort port = watched.ports().get(i);
            assertThat(watched.number(port.protocol(), port.port())).isEqualTo(i);
        }
        assertThat(watched.number(TCP, 65_000)).isEqualTo(-1);
    }

    @Test
    void watchListOfAFile_replacesTheDefault() throws Exception {
        WatchList watched = WatchList.read(file("9/udp\tdiscard\n8/tcp\tnobody\n"));

        assertThat(watched.ports()).containsExactly(new ProtocolPort(TCP, 8), new ProtocolPort(UDP, 9));
        assertThat(watched.service(UDP, 9)).isEqualTo("discard");
        assertThat(catchThrowableOfType(
                                BadRecordException.class,
                                () -> WatchList.read(file("9/udp\tdiscard\n9/udp\tagain\n10/udp\t\n9\n")))
                        .problems())
                .extracting(Problem::message)
                .containsExactly(
                        "port 9/udp stands twice; once is allowed",
                        "port 10/udp has no service; name one",
                        "a row has 2 cells between tabs, this one 1");
    }

    private List<Problem> problems(String text) {
        return catchThrowableOfType(BadRecordException.class, () -> PortKnowledge.read(file(text)))
                .problems();
    }

    private Path file(String text) throws java.io.IOException {
        return Files.writeString(folder.resolve("table.tsv"), text);
    }
}

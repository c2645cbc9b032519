package org.yamori.wire;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MuteScopeTest {
    private static final IpAddress HOST = IpAddress.parse("192.0.2.7");
    private static final List<ProtocolPort> PORTS = List.of(ProtocolPort.parse("23/tcp"), ProtocolPort.parse("80/tcp"));

    @Test
    void scope_coversWhatFitsEveryListThatIsNotEmpty() {
        assertThat(covers(List.of("alert"), List.of(), List.of(), List.of())).isTrue();
        assertThat(covers(List.of("surge"), List.of(), List.of(), List.of())).isFalse();
        assertThat(covers(List.of(), List.of("A", "B"), List.of(), List.of())).isTrue();
        assertThat(covers(List.of(), List.of("B"), List.of(), List.of())).isFalse();
        assertThat(covers(List.of(), List.of(), List.of("192.0.2.0/29"), List.of()))
                .isTrue();
        assertThat(covers(List.of(), List.of(), List.of("192.0.2.8/29"), List.of()))
                .isFalse();
        assertThat(covers(List.of(), List.of(), List.of("192.0.2.7"), List.of()))
                .isTrue();
        assertThat(covers(List.of(), List.of(), List.of(), List.of("80/tcp"))).isTrue();
        assertThat(covers(List.of(), List.of(), List.of(), List.of("80/udp"))).isFalse();
        assertThat(covers(List.of("alert"), List.of("A"), List.of("192.0.2.7"), List.of("23/tcp")))
                .isTrue();
        assertThat(covers(List.of("alert"), List.of("A"), List.of("192.0.2.6"), List.of("23/tcp")))
                .isFalse();
    }

    private static boolean covers(
            List<String> kinds, List<String> organisations, List<String> sources, List<String> ports) {
        return new Decision.Scope(
                        kinds,
                        organisations,
                        sources.stream().map(Cidr::parsePrefixOrAddress).toList(),
                        ports.stream().map(ProtocolPort::parse).toList())
                .covers("alert", "A", HOST, PORTS);
    }
}

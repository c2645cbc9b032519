package org.yamori.console.index;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FindingWordsTest {
    @Test
    void message_saysItAll() throws IOException {
        assertThat(words("{'message': 'sources of 23/tcp doubled', 'source': {'ip': '192.0.2.1'}}"))
                .isEqualTo("sources of 23/tcp doubled");
    }

    /** An alert names its organisation, its host, what happened and where. */
    @Test
    void alert_isToldInItsOwnWords() throws IOException {
        assertThat(words("{'event': {'kind': 'alert', 'dataset': 'yamori.alert'},"
                        + " 'message': 'X: 172.20.0.7 is urgent: 1000 packets within 60 s, 137/udp',"
                        + " 'organization': {'name': 'X'}, 'source': {'ip': '172.20.0.7', 'port': 1025},"
                        + " 'destination': {'port': 137}, 'network': {'transport': 'udp'}}"))
                .isEqualTo("X: 172.20.0.7 is urgent: 1000 packets within 60 s, 137/udp");
    }

    @Test
    void withoutMessage_namesTellWhatItIsAbout() throws IOException {
        assertThat(words("{'organization': {'name': 'University'}, 'source': {'ip': '192.0.2.1'},"
                        + " 'network': {'transport': 'tcp'}, 'destination': {'port': 445}}"))
                .isEqualTo("University 192.0.2.1 to 445/tcp");
        assertThat(words("{'rule': {'name': 'mirai'}, 'yamori': {'key': 'tcp/23'}}"))
                .isEqualTo("mirai tcp/23");
        assertThat(words("{}")).isEmpty();
    }

    @Test
    void silence_saysWhoAndHowLong() throws IOException {
        assertThat(words("{'observer': {'name': 'tokyo-1'}, 'yamori': {'sensor': {'state': 'speaking again',"
                        + " 'silent_since': '2026-01-05T11:00:00Z', 'silent_until': '2026-01-05T11:05:00Z'}}}"))
                .isEqualTo("tokyo-1 speaking again since 2026-01-05T11:00:00Z until 2026-01-05T11:05:00Z");
    }

    private static String words(String json) throws IOException {
        return FindingWords.of(new ObjectMapper().readTree(json.replace('\'', '"')));
    }
}

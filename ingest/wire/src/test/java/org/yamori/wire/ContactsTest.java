package org.yamori.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ContactsTest {
    private static Organisation read(String keys) throws BadRecordException {
        return Registry.fromJson(("{'organisations': [{'name': 'X', " + keys + "}]}")
                        .replace('\'', '"')
                        .getBytes(StandardCharsets.UTF_8))
                .organisations()
                .get(0);
    }

    @Test
    void plainListOrOneAddress_isForEveryKind() throws Exception {
        Contacts contacts =
                read("'contacts': ['soc@example.jp', 'noc@example.jp']").contacts();
        for (AlertKind kind : AlertKind.values()) {
            assertThat(contacts.of(kind)).containsExactly("soc@example.jp", "noc@example.jp");
        }
        assertThat(contacts.toNode()).hasToString("[\"soc@example.jp\",\"noc@example.jp\"]");
        assertThat(read("'contacts': 'root@localhost'").contacts())
                .isEqualTo(Contacts.ofAll(List.of("root@localhost")));
    }

    @Test
    void kindsThatAreNotNamed_areToldToNobody() throws Exception {
        Contacts contacts =
                read("'contacts': {'urgent': ['soc@example.jp', 'boss@example.jp'], 'new': 'soc@example.jp'}")
                        .contacts();
        assertThat(contacts.of(AlertKind.URGENT)).containsExactly("soc@example.jp", "boss@example.jp");
        assertThat(contacts.of(AlertKind.NEW)).containsExactly("soc@example.jp");
        assertThat(contacts.of(AlertKind.CONTINUING)).isEmpty();
        assertThat(contacts.toNode())
                .hasToString("{\"new\":[\"soc@example.jp\"],\"urgent\":[\"soc@example.jp\",\"boss@example.jp\"]}");
        assertThat(read("'livenets': []").contacts()).isEqualTo(Contacts.NONE);
        assertThat(Contacts.NONE.isEmpty()).isTrue();
        assertThat(contacts.isEmpty()).isFalse();
    }

    @Test
    void d01_emptyContacts_areRefused() {
        String nobody = "names nobody; give a mail address or leave the key out";
        assertThatThrownBy(() -> read("'contacts': []")).hasMessage("organisations[0].contacts: " + nobody);
        assertThatThrownBy(() -> read("'contacts': {'new': [], 'urgent': ['a@b.jp']}"))
                .hasMessage("organisations[0].contacts.new: " + nobody);
        assertThatThrownBy(() -> read("'contacts': {}"))
                .hasMessage("organisations[0].contacts: names nobody; give new, continuing or urgent, or leave the key"
                        + " out");
        assertThatThrownBy(() -> read("'contacts': {'urgnet': ['a@b.jp']}"))
                .hasMessage("organisations[0].contacts.urgnet: the key 'urgnet' is not known; did you mean 'urgent'?");
        assertThatThrownBy(() -> new Contacts(Map.of(AlertKind.NEW, List.of())))
                .hasMessage("contacts for new have no mail address");
    }

    @Test
    void whatIsNoMailAddress_isRefusedWithIt() throws Exception {
        read("'contacts': ['o.h-a_r+x@sub.example.co.jp', '!#$%&*+/=?^_`{|}~-@a', 'x@xn--wgv71a119e.jp']");
        for (String wrong : new String[] {
            "soc",
            "soc@",
            "@example.jp",
            "a b@example.jp",
            "a@@example.jp",
            "a@-example.jp",
            "a@example-.jp",
            "a@ex..jp",
            ".a@example.jp",
            "a.@example.jp",
            "a..b@example.jp",
            "Sato <a@example.jp>",
            "a@日本.jp",
            "a@example.jp,b@b.jp",
            "a".repeat(65) + "@example.jp",
            "a@example.jp\\n"
        }) {
            String shown = wrong.replace("\\n", "\n");
            assertThatThrownBy(() -> read("'contacts': ['" + wrong + "']"))
                    .as(wrong)
                    .hasMessage("organisations[0].contacts[0]: a mail address is like soc@example.jp, in ASCII, was '"
                            + shown + "'");
        }
        assertThatThrownBy(() -> read("'contacts': ['a@b.jp', 'c@d.jp', 'a@b.jp', 4]"))
                .hasMessage("""
                    organisations[0].contacts[2]: 'a@b.jp' stands here twice
                    organisations[0].contacts[3]: must be a text, was 4; put it into quotes\
                    """);
    }

    @Test
    void languageAndTimeZone_areThoseOfTheOrganisation() throws Exception {
        Organisation told = read("'language': 'ja', 'timezone': 'Asia/Tokyo'");
        assertThat(told.language()).isEqualTo(Language.JA);
        assertThat(told.zone()).hasToString("Asia/Tokyo");
        assertThat(told.toNode().toString()).contains("\"language\":\"ja\",\"timezone\":\"Asia/Tokyo\"");
        assertThat(read("'timezone': '+09:00'").zone()).hasToString("+09:00");
        assertThatThrownBy(() -> read("'language': 'jp', 'timezone': 'Asia/Tokio'"))
                .hasMessage("""
                    organisations[0].language: a language must be one of en, ja, was 'jp'
                    organisations[0].timezone: a time zone is like Asia/Tokyo or +09:00, was 'Asia/Tokio'; did you mean 'Asia/Tokyo'?\
                    """);
    }
}

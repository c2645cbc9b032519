package org.yamori.wire.signature;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** An oddity of a SYN's headers, with the word that p0f has for it; in the order in which p0f writes them. */
public enum Quirk {
    DF("df", "do not fragment"),
    ID_WITH_DF("id+", "do not fragment, and an IP id that is not 0"),
    NO_ID("id-", "may be fragmented, and the IP id is 0"),
    ECN("ecn", "explicit congestion notification, in the IP or the TCP header"),
    MUST_BE_ZERO("0+", "the reserved bit of the IP flags"),
    FLOW("flow", "an IPv6 flow label that is not 0"),
    SEQUENCE_ZERO("seq-", "sequence number 0"),
    ACKNOWLEDGEMENT_WITHOUT_FLAG("ack+", "an acknowledgement number although nothing is acknowledged"),
    ACKNOWLEDGEMENT_ZERO("ack-", "acknowledgement number 0 although something is acknowledged"),
    URGENT_WITHOUT_FLAG("uptr+", "an urgent pointer although nothing is urgent"),
    URGENT("urgf+", "the urgent flag"),
    PUSH("pushf+", "the push flag"),
    OWN_TIME_ZERO("ts1-", "the sender's time stamp is 0"),
    PEER_TIME("ts2+", "a time stamp of the receiver, who has said nothing yet"),
    PADDING("opt+", "something else than 0 behind the end of the options"),
    LARGE_SCALE("exws", "a window scale above 14"),
    BAD_OPTIONS("bad", "options that are no options");

    private static final List<Quirk> ALL = List.of(values());

    private final String word;
    private final String meaning;

    Quirk(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    public String word() {
        return word;
    }

    public String meaning() {
        return meaning;
    }

    /** Its place in a set of quirks that is held as bits. */
    public int bit() {
        return 1 << ordinal();
    }

    static int bits(Collection<Quirk> quirks) {
        return quirks.stream().mapToInt(Quirk::bit).reduce(0, (one, two) -> one | two);
    }

    /** The words of a set, separated by commas. */
    public static String words(int bits) {
        StringBuilder text = new StringBuilder();
        for (Quirk quirk : ALL) {
            if ((bits & quirk.bit()) != 0) {
                text.append(text.isEmpty() ? "" : ",").append(quirk.word);
            }
        }
        return text.toString();
    }

    /** The set whose words these are; none for the empty text. */
    static int parse(String words) {
        return words.isEmpty()
                ? 0
                : bits(Stream.of(words.split(",", -1)).map(Quirk::named).toList());
    }

    private static Quirk named(String word) {
        for (Quirk quirk : ALL) {
            if (quirk.word.equals(word)) {
                return quirk;
            }
        }
        throw new IllegalArgumentException("a quirk is one of "
                + String.join(", ", ALL.stream().map(Quirk::word).toList()) + "; was '" + word + "'");
    }
}

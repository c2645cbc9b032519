package org.yamori.kibana.check;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KqlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a.b: x | {\"match\":{\"a.b\":\"x\"}}",
                "a:\"x \\\" y\" | {\"match_phrase\":{\"a\":\"x \\\" y\"}}",
                "a: * | {\"exists\":{\"field\":\"a\"}}",
                "a: x* | {\"wildcard\":{\"a\":\"x*\"}}",
                "a >= 5 | {\"range\":{\"a\":{\"gte\":\"5\"}}}",
                "not a: x | {\"bool\":{\"must_not\":[{\"match\":{\"a\":\"x\"}}]}}",
                "a: (x or y) | {\"bool\":{\"should\":[{\"match\":{\"a\":\"x\"}},{\"match\":{\"a\":\"y\"}}],"
                        + "\"minimum_should_match\":1}}",
                "a: x or b: y and c: z | {\"bool\":{\"should\":[{\"match\":{\"a\":\"x\"}},{\"bool\":{\"filter\":["
                        + "{\"match\":{\"b\":\"y\"}},{\"match\":{\"c\":\"z\"}}]}}],\"minimum_should_match\":1}}",
            })
    void query_isWhatKibanaAsks(String kql, String elasticsearch) {
        assertThat(Kql.parse(kql).query()).hasToString(elasticsearch);
    }

    @Test
    void emptyQuery_fulfilsEverything() {
        assertThat(Kql.parse(" ").query()).hasToString("{\"match_all\":{}}");
    }

    @Test
    void fieldIsPinned_onlyWhereEveryDocumentHasOneValue() {
        assertThat(Kql.parse("a: x and (b: \"y\" and not c: z)").pinned())
                .containsOnlyKeys("a", "b")
                .containsEntry("b", "y");
        assertThat(Kql.parse("a: x or a: y").pinned()).isEmpty();
        assertThat(Kql.parse("a: (x or y)").pinned()).isEmpty();
        assertThat(Kql.parse("a: x*").pinned()).isEmpty();
        assertThat(Kql.parse("a > 3").pinned()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "word | 'word' in the query word names no field",
                "a: | the end is not expected",
                "a: (x or y | the end is not expected",
                "a: x) | ')' is not expected",
                "a: x and or b: y | 'or' in the query",
                "a: \"x | cannot read the query",
            })
    void brokenQuery_isRefused(String kql, String words) {
        assertThatThrownBy(() -> Kql.parse(kql))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}

package org.yamori.jobs.sink;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BulkReplyTest {
    /** As version 8.19.21 answered. */
    private static final String MIXED = """
            {"errors":true,"items":[
             {"index":{"status":201}},
             {"index":{"error":{"type":"version_conflict_engine_exception","reason":"[a]: version conflict"},"status":409}},
             {"index":{"error":{"type":"document_parsing_exception","reason":"[1:30] failed to parse field [n]",
               "caused_by":{"reason":"For input string: \\"many\\""}},"status":400}}]}
            """;

    @Test
    void answer_isReadItemByItem() throws IOException {
        BulkReply reply = read(MIXED, 3);
        assertThat(reply.statuses()).containsExactly(201, 409, 400);
        assertThat(reply.reasons())
                .containsExactly(
                        "",
                        "version_conflict_engine_exception: [a]: version conflict",
                        "document_parsing_exception: [1:30] failed to parse field [n] (For input string: \"many\")");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"items\":[{\"index\":{\"status\":200}}]} | is about 1 of the 2 documents sent",
                "{} | is about 0 of the 2 documents sent",
                "<html> | Unexpected character",
                "'' | is no JSON object",
                "{\"items\":[{\"index\":{}}]} | has an item without a status",
                "{\"items\":[{\"index\":{\"status\":200}},{\"index\":{\"status\":200}},{\"index\":{\"status\":200}}]}"
                        + " | is about more than the 2 documents sent",
            })
    void answerThatIsNotAboutTheseDocuments_isAnError(String answer, String reason) {
        assertThatThrownBy(() -> read(answer, 2))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason);
    }

    private static BulkReply read(String answer, int documents) throws IOException {
        return BulkReply.read(new ByteArrayInputStream(answer.getBytes(UTF_8)), documents);
    }
}

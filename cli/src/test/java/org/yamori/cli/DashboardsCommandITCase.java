package org.yamori.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.Map;
import org.apache.http.HttpHost;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yamori.cli.servers.ElasticsearchServer;
import org.yamori.cli.servers.ServerHome;
import org.yamori.cli.servers.Servers;
import org.yamori.kibana.IndexTemplates;
import org.yamori.kibana.install.DocumentedKibana;

import static org.assertj.core.api.Assertions.assertThat;

/** Index templates on the way into a real Elasticsearch, boards beside them. */
@Tag("elasticsearch")
@ExtendWith(Servers.class)
class DashboardsCommandITCase {
    @Test
    void install_putsTemplatesAndBoards(ElasticsearchServer elasticsearch) throws IOException {
        StringWriter out = new StringWriter();
        try (DocumentedKibana kibana = DocumentedKibana.start();
                RestClient client =
                        RestClient.builder(HttpHost.create(elasticsearch.url())).build()) {
            int exitCode = Yamori.commandLine(Yamori.doors(), Map.of())
                    .setOut(new PrintWriter(out))
                    .execute(
                            "dashboards",
                            "install",
                            "--prefix",
                            "study-install",
                            "--kibana",
                            kibana.url(),
                            "--elasticsearch",
                            elasticsearch.url());
            assertThat(exitCode).isZero();
            assertThat(out.toString()).isEqualTo(printedInTheDocumentation().replace("yamori-", "study-install-"));
            assertThat(kibana.objects("")).hasSize(14);
            JsonNode installed = new ObjectMapper()
                    .readTree(client.performRequest(new Request("GET", "/_index_template/study-install-*"))
                            .getEntity()
                            .getContent());
            assertThat(installed.get("index_templates")).hasSize(IndexTemplates.KINDS.size() + 1);
        }
    }

    /** What the page says that the command prints. */
    private static String printedInTheDocumentation() throws IOException {
        String page = Files.readString(ServerHome.find().root().resolve("docs/20-dashboards.md"));
        int begin = page.indexOf("installed  ");
        return page.substring(begin, page.indexOf("```", begin));
    }
}

package org.yamori.kibana.install;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.message.BasicHeader;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;
import org.yamori.kibana.IndexTemplates;

/** A running Elasticsearch, into which index templates are put. */
public final class Elasticsearch {
    private final URI server;
    private final ServerAccess access;

    public Elasticsearch(String url, ServerAccess access) {
        this.server = ServerAccess.requireServer("Elasticsearch", url);
        this.access = access;
    }

    /** Puts the templates of a prefix; indices that exist keep their fields. Answers how many they are. */
    public int put(String prefix) throws IOException {
        IndexTemplates templates = new IndexTemplates(prefix, IndexTemplates.DEFAULT_REFRESH_SECONDS);
        try (RestClient client = open()) {
            templates.install(client);
        } catch (ResponseException refused) {
            int status = refused.getResponse().getStatusLine().getStatusCode();
            String why = switch (status) {
                case 401 -> "does not know who asks, or does not accept the credentials";
                case 403 -> "does not let these credentials manage index templates";
                default -> "refuses an index template";
            };
            throw new IOException("Elasticsearch at " + server + " " + why + " (" + status + ")", refused);
        } catch (SSLException untrusted) {
            throw new IOException(
                    "the certificate of Elasticsearch at " + server + " is not trusted: " + untrusted.getMessage()
                            + "; --ca names a file with the authority's",
                    untrusted);
        } catch (ConnectException absent) {
            throw new IOException("there is no Elasticsearch at " + server + ": nobody listens there", absent);
        } catch (IOException broken) {
            throw new IOException("Elasticsearch at " + server + " cannot be asked: " + broken.getMessage(), broken);
        }
        return templates.list().size();
    }

    private RestClient open() throws IOException {
        SSLContext tls = access.tls();
        RestClientBuilder builder = RestClient.builder(
                        new HttpHost(server.getHost(), server.getPort(), server.getScheme()))
                .setHttpClientConfigCallback(client -> client.setSSLContext(tls));
        if (!server.getPath().isEmpty()) {
            builder.setPathPrefix(server.getPath());
        }
        if (!access.authorization().isEmpty()) {
            builder.setDefaultHeaders(new Header[] {new BasicHeader("Authorization", access.authorization())});
        }
        return builder.build();
    }
}

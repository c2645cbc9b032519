package org.yamori.cli.up;

import java.io.IOException;
import java.util.Map;
import org.yamori.wire.Topics;

/** What a visitor is shown: a study of its own that is played, counted, indexed and summed up. */
public interface Demonstration {
    /** Plays it, and returns when all that was found is in Elasticsearch and has been told. */
    void play(Stage stage) throws IOException;

    /** Where it is played. */
    interface Stage {
        String bootstrapServers();

        String elasticsearchUrl();

        /** Where a study can be looked at; empty where no page is served. */
        String pageOf(Topics study);

        Home home();

        /** Tells the visitor something. */
        void say(String sentence);

        /**
         * Makes topics and templates of a study and keeps a detect job and an index job of its own running.
         *
         * @param settings options of the detect job
         */
        StudyJobs startJobs(Topics study, Map<String, String> settings) throws IOException;
    }

    /** The jobs of a study; closing stops them and deletes their state, since nobody will go on there. */
    @FunctionalInterface
    interface StudyJobs extends AutoCloseable {
        @Override
        void close() throws IOException;
    }
}

package org.yamori.cli.up;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.yamori.cli.servers.ServerHome;
import org.yamori.cli.up.JobPart.Kind;
import org.yamori.wire.Topics;

/** All of Yamori on this machine, in the order in which one part needs the other. */
public final class Installation implements Demonstration.Stage {
    private static final Topics LIVE = new Topics(Topics.DEFAULT_PREFIX);

    /** More would only take memory: the rooms count several million packets a second each. */
    private static final int MOST_PARALLELISM = 2;

    private final Home home;
    private final Addresses addresses;
    private final boolean withPage;
    private final Supervisor supervisor;
    private final KafkaPart kafka;
    private final ElasticsearchPart elasticsearch;

    public Installation(Home home, Addresses addresses, boolean withPage, Supervisor supervisor) {
        ServerHome programs = ServerHome.find();
        this.home = home;
        this.addresses = addresses;
        this.withPage = withPage;
        this.supervisor = supervisor;
        this.kafka = new KafkaPart(programs, home, addresses);
        this.elasticsearch = new ElasticsearchPart(programs, home, addresses);
    }

    /** Begins to start everything. */
    public void start() throws IOException {
        supervisor.keep(kafka);
        supervisor.keep(elasticsearch);
        supervisor.keep(job(Kind.DETECT, LIVE, Map.of()));
        supervisor.keep(job(Kind.INDEX, LIVE, Map.of()));
        supervisor.keep(job(Kind.NOTIFY, LIVE, Map.of()));
        if (withPage) {
            supervisor.keep(new PagePart(home, addresses));
        }
    }

    @Override
    public String bootstrapServers() {
        return addresses.bootstrapServers();
    }

    @Override
    public String elasticsearchUrl() {
        return addresses.elasticsearchUrl();
    }

    @Override
    public String pageOf(Topics study) {
        return withPage ? addresses.pageUrl() + "/?prefix=" + study.prefix() : "";
    }

    @Override
    public Home home() {
        return home;
    }

    @Override
    public void say(String sentence) {
        supervisor.say(sentence);
    }

    @Override
    public Demonstration.StudyJobs startJobs(Topics study, Map<String, String> settings) throws IOException {
        if (!study.isStudy()) {
            throw new IllegalArgumentException(
                    "a demonstration is a study, whose prefix begins with study-, was " + study.prefix());
        }
        kafka.createTopics(study);
        elasticsearch.installTemplates(study.prefix());
        JobPart detect = job(Kind.DETECT, study, settings);
        JobPart index = job(Kind.INDEX, study, Map.of());
        supervisor.keep(detect);
        supervisor.keep(index);
        return () -> {
            for (JobPart job : new JobPart[] {index, detect}) {
                supervisor.drop(job.name());
                Folders.delete(home.state(job.name()));
                Folders.delete(home.temporary(job.name()));
            }
        };
    }

    private JobPart job(Kind kind, Topics topics, Map<String, String> settings) throws IOException {
        Map<String, String> options = new TreeMap<>(settings);
        options.put("yamori.kafka.bootstrap-servers", addresses.bootstrapServers());
        int cores = Runtime.getRuntime().availableProcessors();
        switch (kind) {
            case DETECT -> {
                options.put("parallelism.default", String.valueOf(Math.min(cores, MOST_PARALLELISM)));
                home.countries().ifPresent(file -> options.put("yamori.enrich.countries", file.toString()));
            }
            case INDEX -> {
                options.put("parallelism.default", "1");
                options.put("yamori.index.elasticsearch.hosts", addresses.elasticsearchUrl());
            }
            case NOTIFY -> {
                options.put("parallelism.default", "1");
                options.put("yamori.notify.file", home.notifications().toString());
                options.putAll(new NotifyOptions(home, addresses.pageUrl()).read());
            }
        }
        return new JobPart(kind, topics, home, options);
    }
}

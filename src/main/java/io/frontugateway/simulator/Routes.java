package io.frontugateway.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which operation a method and a path name. */
final class Routes {
    private static final Pattern WITH_GUID = Pattern.compile("/(notes|files|images|task_file)/([^/]+)(/download)?");

    private final Map<String, Function<Exchange, Answer>> gets = new HashMap<>();
    private final Map<String, Function<Exchange, Answer>> posts = new HashMap<>();
    private final Reads reads;
    private final Downloads downloads;
    private final Uploads uploads;

    Routes(Store store, Writer writer, Supplier<Switches> switches) {
        this.reads = new Reads(store);
        this.downloads = new Downloads(store);
        this.uploads = new Uploads(store, writer);
        Lists lists = new Lists(store, switches);
        Upserts upserts = new Upserts(store, writer, switches);
        for (EntityType type : Types.ALL) {
            regular(type, lists, upserts);
        }
        irregular(lists);
    }

    private void regular(EntityType type, Lists lists, Upserts upserts) {
        if (type.listed) {
            gets.put(type.path, exchange -> lists.of(type, exchange));
        }
        if (type.detailPath != null) {
            gets.put(type.detailPath, exchange -> reads.detail(type, exchange));
        }
        if (type.upserted) {
            posts.put(type.path, exchange -> upserts.apply(type, exchange.submission));
        }
    }

    private void irregular(Lists lists) {
        gets.put("/evaluations/forms", exchange -> lists.of(Types.EVALUATION_FORM, exchange));
        gets.put("/tasks/full", reads::fullTask);
        gets.put("/task/templates", lists::templates);
        gets.put("/tasksstatushistory/single", lists::historyOfTask);
        gets.put("/evaluations/task", reads::evaluations);
        gets.put("/evaluations/task/status", lists::evaluationsByStatus);
        gets.put("/workspace_cautioncodes/pips", lists::cautionCodes);
        posts.put("/evaluations/forms", posts.get(Types.EVALUATION_FORM.path));
        posts.put("/files/upload", exchange -> uploads.taskFile(exchange.submission));
        posts.put("/files/task_request/upload", exchange -> uploads.requestFile(exchange.submission));
        posts.put("/files/copy", exchange -> uploads.copyFile(exchange.submission));
        posts.put("/note/copy", exchange -> uploads.copyNote(exchange.submission));
        posts.put("/images/upload", exchange -> uploads.image(exchange.submission));
        posts.put("/images", exchange -> uploads.image(exchange.submission));
    }

    /** Serves a request, its effect included. */
    Answer answer(Exchange exchange) {
        Function<Exchange, Answer> operation = (exchange.isPost() ? posts : gets).get(exchange.path);
        if (operation != null && known(exchange.method)) {
            return operation.apply(exchange);
        }
        Answer byGuid = known(exchange.method) ? withGuid(exchange) : null;
        if (byGuid != null) {
            return byGuid;
        }
        boolean other = gets.containsKey(exchange.path) || posts.containsKey(exchange.path);
        return other ? Answers.error(405, "Method Not Allowed") : Answers.noRoute();
    }

    private static boolean known(String method) {
        return method.equals("GET") || method.equals("POST");
    }

    private @Nullable Answer withGuid(Exchange exchange) {
        Matcher path = WITH_GUID.matcher(exchange.path);
        if (!path.matches()) {
            return null;
        }
        String kind = path.group(1);
        String guid = path.group(2);
        boolean download = path.group(3) != null;
        if (kind.equals("task_file")) {
            return exchange.isPost() && !download ? uploads.fileAt(guid, exchange.submission) : null;
        }
        if (exchange.isPost() || (download && kind.equals("notes"))) {
            return null;
        }
        EntityType type = kind.equals("notes") ? Types.NOTE : kind.equals("files") ? Types.FILE : Types.IMAGE;
        return download ? downloads.of(type, guid, exchange) : reads.byGuid(type, guid);
    }
}

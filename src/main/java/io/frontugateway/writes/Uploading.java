package io.frontugateway.writes;

import io.frontugateway.catalogue.Operations.Upload;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.frontugateway.queue.Submission.Related;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out from the first bytes of an upload where it goes. Belongs to one request.
 *
 * <p>A body flows to Frontu as it comes, so what it belongs to has to be known before its bytes are passed on: the part that
 * names it has to stand among the first {@link #MOST} bytes.
 */
public final class Uploading {
    /** Bytes that are looked at, and kept, before the rest flows. */
    public static final int MOST = 1 << 20;

    private final String resource;
    private final List<Upload> offered;
    private final String boundary;

    /**
     * Where an upload goes.
     *
     * @param upload the operation of Frontu
     * @param owner the item that it belongs to; empty where none is named
     * @param fileBegins where the bytes of the file begin; 0 where that is not known
     * @param afterFile bytes that end the body behind the file, at least
     */
    public record Way(Upload upload, Optional<Related> owner, int fileBegins, int afterFile) {}

    private Uploading(String resource, List<Upload> offered, String boundary) {
        this.resource = resource;
        this.offered = offered;
        this.boundary = boundary;
    }

    /**
     * Begins.
     *
     * @param offered the uploads that the body can be meant for, at least one
     * @throws ProblemException {@code unsupported-media-type} where the body is no {@code multipart/form-data}
     */
    public static Uploading of(String resource, List<Upload> offered, String contentType) {
        var boundary = MultipartHead.boundary(contentType)
                .orElseThrow(() -> Problem.of(
                                Reason.UNSUPPORTED_MEDIA_TYPE,
                                "An upload is sent as multipart/form-data with a boundary.")
                        .asException());
        return new Uploading(resource, offered, boundary);
    }

    /**
     * Looks at what is there.
     *
     * @param whole whether no more will be looked at: it is the whole body, or as much as is kept
     * @return empty when more is needed
     * @throws ProblemException {@code invalid-entity} or {@code invalid-body} where it cannot be sent
     */
    public Optional<Way> look(Buffer begin, boolean whole) {
        var head = MultipartHead.of(begin, boundary);
        var owned = offered.stream()
                .filter(upload -> value(head, upload.ownerPart()).isPresent())
                .toList();
        var file = head.parts().stream().filter(this::isFile).findFirst();
        if (owned.size() > 1) {
            throw invalid(owned.get(1).ownerPart(), "names a second owner; an upload has one");
        }
        if (!whole && (owned.isEmpty() || file.isEmpty())) {
            return Optional.empty();
        }
        if (head.parts().isEmpty()) {
            throw StrictJson.invalid("The body has no parts that are separated by the boundary of its content type.");
        }
        if (owned.isEmpty() && offered.size() > 1) {
            throw invalid(
                    offered.get(0).ownerPart(),
                    "is required among the first " + MOST + " bytes: a part " + names() + " that names what the file"
                            + " belongs to, by guid or systemId; put it before the file");
        }
        var upload = owned.isEmpty() ? offered.get(0) : owned.get(0);
        return Optional.of(way(upload, head, file));
    }

    private Way way(Upload upload, MultipartHead head, Optional<MultipartHead.Part> file) {
        var owner = value(head, upload.ownerPart()).map(value -> new Related(upload.ownerResource(), value, value));
        int begin = file.map(MultipartHead.Part::begin).orElse(0);
        return new Way(upload, owner, begin, boundary.length() + "\r\n----\r\n".length());
    }

    private boolean isFile(MultipartHead.Part part) {
        return part.isFile()
                || offered.stream().anyMatch(upload -> upload.filePart().equals(part.name()));
    }

    private static Optional<String> value(MultipartHead head, String name) {
        return head.part(name)
                .flatMap(part -> Optional.ofNullable(part.value()))
                .filter(value -> !value.isEmpty());
    }

    private String names() {
        return String.join(" or ", offered.stream().map(Upload::ownerPart).toList());
    }

    private ProblemException invalid(String part, String detail) {
        return Problem.of(Reason.INVALID_ENTITY, "The upload to " + resource + " is not valid; see errors.")
                .with("errors", List.of(Map.of("pointer", "/" + part, "detail", detail)))
                .asException();
    }
}

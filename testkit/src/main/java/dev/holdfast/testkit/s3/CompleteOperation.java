// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes an object of the parts of an upload. */
final class CompleteOperation {
  private final S3State state;

  CompleteOperation(S3State state) {
    this.state = state;
  }

  HttpAnswer complete(Call call) {
    Bucket bucket = state.bucket(call.request().bucket());
    Upload upload = bucket.upload(call.key(), call.request().parameter("uploadId", ""));
    List<Upload.Part> parts = parts(call, upload);
    Preconditions.forWrite(call, bucket.current(call.key()));
    Body body = Body.joined(parts.stream().map(part -> part.content().body()).toList());
    String size = call.header("x-amz-mp-object-size");
    if (size != null && !size.equals(Long.toString(body.size()))) {
      throw new S3Error(400, "InvalidRequest", "The object has another size than you say.");
    }
    Map<String, String> checksums = checksums(call, upload, parts, body);
    Content content = new Content(body, etag(parts), checksums);
    Version version = state.store(call, content, upload.attributes());
    bucket.remove(upload);
    Xml xml =
        new Xml("CompleteMultipartUploadResult")
            .add("Location", "http://" + call.request().head().headers().get("host", "") + "/")
            .add("Bucket", call.request().bucket())
            .add("Key", call.key())
            .add("ETag", version.content().etag());
    for (ChecksumAlgorithm one : ChecksumAlgorithm.values()) {
      if (checksums.containsKey(one.header())) {
        xml.add(one.element(), checksums.get(one.header()));
        xml.add("ChecksumType", checksums.getOrDefault("x-amz-checksum-type", "COMPOSITE"));
      }
    }
    return ObjectAnswers.written(HttpAnswer.xml(200, xml), version);
  }

  /** The parts that the client lists, if each is there and large enough. */
  private static List<Upload.Part> parts(Call call, Upload upload) {
    XmlElement document = XmlReader.read(call.received().body(), "CompleteMultipartUpload");
    List<XmlElement> listed = document.all("Part");
    if (listed.isEmpty()) {
      throw S3Error.malformedXml();
    }
    List<Upload.Part> parts = new ArrayList<>();
    int last = 0;
    for (XmlElement one : listed) {
      Upload.Part part = part(upload, one);
      if (part.number() <= last) {
        throw new S3Error(400, "InvalidPartOrder", "The parts are not in ascending order.");
      }
      last = part.number();
      parts.add(part);
    }
    for (Upload.Part part : parts.subList(0, parts.size() - 1)) {
      long size = part.content().body().size();
      if (size < call.dialect().minPartBytes()) {
        throw new S3Error(400, "EntityTooSmall", "A part is smaller than the minimum.")
            .with("ProposedSize", Long.toString(size))
            .with("PartNumber", Integer.toString(part.number()));
      }
    }
    return parts;
  }

  private static Upload.Part part(Upload upload, XmlElement listed) {
    Upload.Part part;
    try {
      part = upload.parts().get(Integer.parseInt(listed.textOf("PartNumber").strip()));
    } catch (NumberFormatException e) {
      throw S3Error.malformedXml();
    }
    String etag = Content.bare(listed.textOf("ETag"));
    boolean fits = part != null && Content.bare(part.content().etag()).equals(etag);
    for (ChecksumAlgorithm one : ChecksumAlgorithm.values()) {
      String sent = listed.textOf(one.element());
      fits &=
          part == null
              || sent.isEmpty()
              || sent.equals(part.content().checksums().get(one.header()));
    }
    if (part == null || !fits) {
      throw new S3Error(400, "InvalidPart", "A part was not found or is not the one you name.")
          .with("PartNumber", listed.textOf("PartNumber"));
    }
    return part;
  }

  private static String etag(List<Upload.Part> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Upload.Part part : parts) {
      all.writeBytes(HexFormat.of().parseHex(Content.bare(part.content().etag())));
    }
    String md5 = Digests.hex(Digests.of("MD5", all.toByteArray()));
    return '"' + md5 + "-" + parts.size() + '"';
  }

  private static Map<String, String> checksums(
      Call call, Upload upload, List<Upload.Part> parts, Body body) {
    Map<String, String> checksums = new TreeMap<>();
    for (ChecksumAlgorithm one : ChecksumAlgorithm.values()) {
      String sent = call.header(one.header());
      if (call.dialect().checksums() && (sent != null || one == upload.algorithm())) {
        boolean full = upload.fullObject() || upload.algorithm() == null;
        String value = full ? one.of(body) : composite(one, parts);
        if (sent != null && !sent.equals(value) && !sent.equals(value.split("-", 2)[0])) {
          throw Integrity.badDigest(one.name());
        }
        checksums.put(one.header(), value);
        checksums.put("x-amz-checksum-type", full ? "FULL_OBJECT" : "COMPOSITE");
      }
    }
    return checksums;
  }

  private static String composite(ChecksumAlgorithm algorithm, List<Upload.Part> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Upload.Part part : parts) {
      String known = part.content().checksums().get(algorithm.header());
      String value = known == null ? algorithm.of(part.content().body()) : known;
      all.writeBytes(Base64.getDecoder().decode(value));
    }
    return algorithm.of(Body.of(all.toByteArray())) + "-" + parts.size();
  }
}

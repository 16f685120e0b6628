// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.List;

/** Listings of unfinished uploads and of the parts of one. */
final class UploadListings {
  private static final int MOST = 1000;

  private final S3State state;

  UploadListings(S3State state) {
    this.state = state;
  }

  HttpAnswer parts(Call call) {
    S3Request request = call.request();
    Bucket bucket = state.bucket(request.bucket());
    Upload upload = bucket.upload(call.key(), request.parameter("uploadId", ""));
    int marker = request.number("part-number-marker", 0);
    int most = Math.min(MOST, request.number("max-parts", MOST));
    List<Upload.Part> behind = List.copyOf(upload.parts().tailMap(marker, false).values());
    List<Upload.Part> page = behind.subList(0, Math.min(most, behind.size()));
    Xml xml = new Xml("ListPartsResult").add("Bucket", request.bucket()).add("Key", call.key());
    xml.add("UploadId", upload.id()).add("PartNumberMarker", marker).add("MaxParts", most);
    if (!page.isEmpty()) {
      xml.add("NextPartNumberMarker", page.get(page.size() - 1).number());
    }
    xml.add("IsTruncated", Boolean.toString(page.size() < behind.size()));
    for (Upload.Part part : page) {
      xml.open("Part").add("PartNumber", part.number());
      xml.add("LastModified", HttpDates.iso(part.modified()));
      xml.add("ETag", part.content().etag()).add("Size", part.content().body().size());
      for (ChecksumAlgorithm one : ChecksumAlgorithm.values()) {
        String value = part.content().checksums().get(one.header());
        if (value != null) {
          xml.add(one.element(), value);
        }
      }
      xml.close();
    }
    return HttpAnswer.xml(200, xml);
  }

  HttpAnswer uploads(Call call) {
    S3Request request = call.request();
    String prefix = request.parameter("prefix", "");
    String keyMarker = request.parameter("key-marker", "");
    String idMarker = request.parameter("upload-id-marker", "");
    int most = Math.min(MOST, request.number("max-uploads", MOST));
    List<Upload> behind =
        state.bucket(request.bucket()).uploads().stream()
            .filter(upload -> upload.key().startsWith(prefix))
            .filter(upload -> isBehind(upload, keyMarker, idMarker))
            .toList();
    List<Upload> page = behind.subList(0, Math.min(most, behind.size()));
    Xml xml = new Xml("ListMultipartUploadsResult").add("Bucket", request.bucket());
    xml.add("KeyMarker", ListOperations.name(call, keyMarker)).add("UploadIdMarker", idMarker);
    if (ListOperations.urls(call)) {
      xml.add("EncodingType", "url");
    }
    if (page.size() < behind.size() && !page.isEmpty()) {
      Upload last = page.get(page.size() - 1);
      xml.add("NextKeyMarker", ListOperations.name(call, last.key()));
      xml.add("NextUploadIdMarker", last.id());
    }
    xml.add("Prefix", ListOperations.name(call, prefix)).add("MaxUploads", most);
    xml.add("IsTruncated", Boolean.toString(page.size() < behind.size()));
    for (Upload upload : page) {
      xml.open("Upload").add("Key", ListOperations.name(call, upload.key()));
      xml.add("UploadId", upload.id()).add("StorageClass", "STANDARD");
      xml.add("Initiated", HttpDates.iso(upload.initiated())).close();
    }
    return HttpAnswer.xml(200, xml);
  }

  private static boolean isBehind(Upload upload, String keyMarker, String idMarker) {
    int order = Bucket.byUtf8(upload.key(), keyMarker);
    boolean sameKey = order == 0 && !idMarker.isEmpty();
    return sameKey ? upload.id().compareTo(idMarker) > 0 : order > 0;
  }
}

<#-- Sorted by coordinates, so that two builds give the same bytes. -->
<#assign lines = []>
<#list dependencyMap as entry>
  <#assign project = entry.getKey()>
  <#assign lines = lines + [(project.groupId + ":" + project.artifactId + ":" + project.version) + "  " + (entry.getValue()?join(" or "))]>
</#list>
flink-wasm-filter-replay-job
Copyright 2026 the flink-wasm-filter contributors

This product is licensed under the Apache License, Version 2.0; the full text is in the file META-INF/LICENSE.

It bundles these artifacts:

<#list lines?sort as line>
- ${line}
</#list>

The texts of the licences other than Apache-2.0, and the notices that the authors of the artifacts ship, are in
META-INF/licenses. Jackson, msgpack, XZ for Java and those of Apache Commons are in packages of other names than their
authors gave them.

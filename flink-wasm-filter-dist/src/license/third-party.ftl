<#-- Sorted by coordinates, so that two builds give the same bytes. -->
<#assign lines = []>
<#list dependencyMap as entry>
  <#assign project = entry.getKey()>
  <#assign lines = lines + [(project.groupId + ":" + project.artifactId + ":" + project.version) + "  " + (entry.getValue()?join(" or "))]>
</#list>
What lib/ contains beside flink-wasm-filter itself, unchanged, and under which licence.

The text of the Apache-2.0 licence is in the file LICENSE here, the texts of the others are in licenses/. Where the authors
of a jar have put notices into it (META-INF/NOTICE, META-INF/LICENSE, META-INF/licenses), they are there. Of several
licences joined by "or", the Apache-2.0 one is taken.

<#list lines?sort as line>
${line}
</#list>

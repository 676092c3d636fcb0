package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.module.LoadedModule;
import io.github.flinkwasm.internal.module.ModuleLoader;
import io.github.flinkwasm.internal.module.ModuleStore;
import java.util.List;

/**
 * Modules for the tasks of a cluster that are on the client's machine: a copy of each lies in the
 * output directory, which all tasks reach, while the replay is not finished.
 */
final class ShippedModules {
    private ShippedModules() {}

    /**
     * The same routes, with a module store for modules that have local paths and none that all
     * machines reach.
     *
     * @param routes with pinned modules
     * @param store root of the store
     * @throws io.github.flinkwasm.WasmFilterException if a module cannot be read or stored
     */
    static List<FilterRoute> ship(List<FilterRoute> routes, String store) {
        return routes.stream().map(route -> route.withFilter(ship(route.filter(), store))).toList();
    }

    private static WasmFilter ship(WasmFilter filter, String store) {
        boolean isStored =
                filter.modulePersistence().store().filter(s -> !LocalFiles.isLocal(s)).isPresent();
        if (!LocalFiles.isLocal(filter.module().uri()) || isStored) {
            return filter;
        }
        LoadedModule loaded = ModuleLoader.load(filter.module(), filter.limits().maxModuleSize());
        new ModuleStore(store).put(loaded.bytes(), loaded.sha256());
        return filter.toBuilder()
                .setModulePersistence(filter.modulePersistence().withStore(store))
                .build();
    }
}

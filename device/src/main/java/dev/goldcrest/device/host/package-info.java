/**
 * The host sensor: processors, memory, disks, network and the process's own control group, read
 * from procfs and sysfs under node_exporter's metric names.
 *
 * <p>Start with {@link dev.goldcrest.device.host.HostCollector}; each {@code …Metrics} class reads
 * one subject, and {@code ProcText} is the cursor that they all read with. Nothing here starts a
 * process, calls the network, or knows who asks.
 */
@NullMarked
package dev.goldcrest.device.host;

import org.jspecify.annotations.NullMarked;

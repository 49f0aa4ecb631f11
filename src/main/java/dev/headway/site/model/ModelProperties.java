package dev.headway.site.model;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which model is used.
 *
 * @param model the concurrency model: how requests meet threads
 */
record ModelProperties(@DefaultValue("thread-pool") Model model) {

}

//! Changing a portal's settings while it runs.

use std::time::Duration;

use super::handle::Portal;
use crate::sync::lock;
use crate::world::{Pace, PortalSettings};

impl Portal {
    /// Changes the rate limit: the size of the bucket, and how many requests drain in a second.
    pub fn set_bucket(&self, size: u32, drain_per_second: f64) {
        self.change_settings(|settings| settings.set_bucket(size, drain_per_second));
    }

    /// Removes the rate limit.
    pub fn set_no_bucket(&self) {
        self.change_settings(|settings| settings.bucket = None);
    }

    /// Changes how much running time a method has in ten minutes. Without a limit answers have no `operating`.
    pub fn set_operating_limit(&self, limit: Option<Duration>) {
        self.change_settings(|settings| settings.operating_limit = limit);
    }

    /// Changes how long the deletion of a contact takes.
    pub fn set_delete_cost(&self, cost: Duration) {
        self.change_settings(|settings| settings.set_delete_cost(cost));
    }

    /// Changes how long a method takes; for `batch`, how long it takes before its first command.
    pub fn set_method_cost(&self, method: &str, cost: Duration) {
        self.change_settings(|settings| settings.set_cost(method, cost));
    }

    /// Changes after which time the gateway answers 504.
    pub fn set_gateway_limit(&self, limit: Duration) {
        self.change_settings(|settings| settings.gateway_limit = limit);
    }

    /// Changes how many requests are executed at once. The others wait in a queue.
    pub fn set_workers(&self, max: usize) {
        self.change_settings(|settings| settings.workers = max);
        self.core.workers.set_max(max);
    }

    /// Changes by which part of its cost a call gets slower for each other request that is executed.
    pub fn set_contention(&self, part: f64) {
        self.change_settings(|settings| settings.contention = part);
    }

    /// Changes the scopes that the application has on this portal, separated by commas.
    pub fn set_scope(&self, scope: &str) {
        self.change_settings(|settings| scope.clone_into(&mut settings.scope));
    }

    /// Changes `LICENSE` and, for a cloud portal, `LICENSE_FAMILY` of `app.info`. The limits stay.
    pub fn set_license(&self, license: &str, family: Option<&str>) {
        self.change_settings(|settings| settings.license = (license.to_owned(), family.map(str::to_owned)));
    }

    /// Moves the portal to the Enterprise plan: its licence, and a bucket of 250 requests that drains 5 a second.
    pub fn set_enterprise(&self) {
        self.change_settings(PortalSettings::set_enterprise);
    }

    /// Changes the pace of the portal. The desktop then shows a switch for it.
    pub fn set_pace(&self, pace: Pace) {
        self.change_settings(|settings| settings.set_pace(pace));
    }

    /// The pace, if one was set.
    #[must_use]
    pub fn pace(&self) -> Option<Pace> {
        self.setting(|settings| settings.pace)
    }

    pub(crate) fn scope(&self) -> String {
        self.setting(|settings| settings.scope.clone())
    }

    pub(crate) fn is_granted(&self, scope: &str) -> bool {
        self.setting(|settings| settings.scope.split(',').any(|granted| granted == scope))
    }

    /// Reads a setting.
    pub(crate) fn setting<T>(&self, read: impl FnOnce(&PortalSettings) -> T) -> T {
        read(&lock(&self.core.settings))
    }

    fn change_settings(&self, change: impl FnOnce(&mut PortalSettings)) {
        change(&mut lock(&self.core.settings));
    }
}

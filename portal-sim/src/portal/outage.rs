//! A portal that does not answer for a while. `crate::server` can also take its server down.

use super::handle::Portal;
use crate::faults::Outage;
use crate::sync::lock;

impl Portal {
    /// Lets every request fail like this before any work; `None` ends the outage. Calls are logged all the same.
    pub fn set_outage(&self, outage: Option<Outage>) {
        *lock(&self.core.outage) = outage;
    }

    pub(crate) fn outage(&self) -> Option<Outage> {
        *lock(&self.core.outage)
    }
}

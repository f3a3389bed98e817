//! Letting something happen to a portal in the middle of work.

use std::sync::Arc;

use super::handle::Portal;
use crate::world::{Moment, Occurrence};

impl Portal {
    /// Runs `act` once the moment is reached: on the simulator's own thread, before anything else happens. It may change
    /// the portal in any way that does not wait.
    pub fn when(&self, moment: Moment, act: impl FnOnce(&Self) + Send + 'static) {
        let (world, index) = (Arc::downgrade(&self.world), self.core.index);
        let action = move || {
            if let Some(world) = world.upgrade() {
                act(&Self::new(world, index));
            }
        };
        self.core.pending_actions.add(moment, Box::new(action));
    }

    /// Counts an occurrence and runs the actions whose moment is reached.
    pub(crate) fn report(&self, occurrence: Occurrence<'_>) {
        for act in self.core.pending_actions.take_due(occurrence) {
            act();
        }
    }
}

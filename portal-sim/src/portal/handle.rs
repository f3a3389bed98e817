//! The handle itself.

use std::sync::{Arc, MutexGuard};

use crate::sync::lock;
use crate::world::{PortalCore, PortalData, World};

/// A handle on one portal, cheap to clone.
#[derive(Debug, Clone)]
pub struct Portal {
    pub(crate) world: Arc<World>,
    pub(crate) core: Arc<PortalCore>,
}

impl Portal {
    /// The portal with this number; panics if there is none.
    pub(crate) fn new(world: Arc<World>, index: usize) -> Self {
        let core = Arc::clone(&world.portals[index]);
        Self { world, core }
    }

    /// Locks the portal's data. While the guard lives, no method of the handle that reads data may be called.
    pub(crate) fn data(&self) -> MutexGuard<'_, PortalData> {
        lock(&self.core.data)
    }

    /// The time of the simulator, in unix seconds.
    pub(crate) fn now(&self) -> f64 {
        self.world.clock.now()
    }
}

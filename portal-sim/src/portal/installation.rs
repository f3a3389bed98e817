//! Installing and removing the application.

use super::events;
use super::handle::Portal;
use crate::sync::lock;
use crate::world::{EventHandler, Placement};

impl Portal {
    /// Whether the installation is finished.
    #[must_use]
    pub fn is_installed(&self) -> bool {
        self.data().app.installed
    }

    /// Sets whether the installation is finished, without any event.
    pub fn set_installed(&self, installed: bool) {
        let app = &mut self.data().app;
        app.installed = installed;
        app.present |= installed;
    }

    /// Finishes the installation as `installFinish` of the installer page does: handlers that are already bound get
    /// `ONAPPINSTALL`. Only an administrator can do it; for other users it changes nothing and returns `false`.
    #[expect(clippy::must_use_candidate, reason = "callers want the change and may ignore the answer")]
    pub fn install_finished_by(&self, user_id: u64) -> bool {
        let mut data = self.data();
        if !data.user(user_id).admin {
            return false;
        }
        data.app.present = true;
        data.app.installed = true;
        drop(data);
        events::send_install(self, user_id);
        true
    }

    /// [`Portal::install_finished_by`] with administrator 1.
    pub fn install_finished(&self) {
        self.install_finished_by(1);
    }

    /// Removes the application: sends `ONAPPUNINSTALL`, then deletes handlers, widgets and tokens; with `clean` also
    /// the options.
    pub fn uninstall(&self, clean: bool) {
        events::send_uninstall(self, clean);
        let client_id = self.world.app().client_id;
        let index = self.core.index;
        lock(&self.world.grants).revoke(|owner| owner.portal == index && owner.client_id == client_id);
        self.data().app.uninstall(clean);
    }

    /// The bound event handlers.
    #[must_use]
    pub fn event_handlers(&self) -> Vec<EventHandler> {
        self.data().app.handlers.clone()
    }

    /// The bound widgets. They are shown once the installation is finished.
    #[must_use]
    pub fn placements(&self) -> Vec<Placement> {
        self.data().app.placements.clone()
    }
}

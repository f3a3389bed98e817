//! The application's life on a portal: installed, with its handlers and widgets, and removed again.

use super::{Installation, Portal};
use crate::events;
use crate::lock;

/// A bound event handler.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventHandler {
    /// `event_handler_id` of its deliveries.
    pub id: u64,
    /// The event in upper case.
    pub event: String,
    /// Where it is posted.
    pub handler: String,
    /// Whose token is sent; 0: that of the acting user.
    pub auth_type: u64,
    /// Who bound it.
    pub bound_by: u64,
    /// Whether it is a queue to be pulled.
    pub offline: bool,
}

/// A bound widget.
#[derive(Debug, Clone, PartialEq)]
pub struct Placement {
    /// Its number.
    pub id: u64,
    /// The place's code in upper case.
    pub placement: String,
    /// The page that is opened.
    pub handler: String,
    /// Its title.
    pub title: String,
    /// Its description.
    pub description: String,
    /// The group it is shown in.
    pub group_name: String,
    /// Titles by language, as they were given.
    pub lang_all: serde_json::Value,
}

impl Portal {
    /// Whether the installation was finished.
    #[must_use]
    pub fn is_installed(&self) -> bool {
        lock(&self.core.data).app.installed
    }

    /// Sets the installation's state without any event.
    pub fn set_installed(&self, installed: bool) {
        let app = &mut lock(&self.core.data).app;
        app.installed = installed;
        app.present |= installed;
    }

    /// What `installFinish` of the installer page does, for an administrator: installed, and `ONAPPINSTALL`
    /// for the handlers already bound. Gives `false` and changes nothing for anybody else.
    #[expect(clippy::must_use_candidate, reason = "the change is the point, the answer is a by-product")]
    pub fn install_finished_by(&self, user_id: u64) -> bool {
        let mut data = lock(&self.core.data);
        if !data.acting(user_id).admin {
            return false;
        }
        data.app.present = true;
        data.app.installed = true;
        drop(data);
        events::send_install(self, user_id);
        true
    }

    /// [`Portal::install_finished_by`] the administrator 1.
    pub fn install_finished(&self) {
        self.install_finished_by(1);
    }

    /// Removes the application: `ONAPPUNINSTALL`, then handlers, widgets and tokens go; options too when
    /// `clean` is set.
    pub fn uninstall(&self, clean: bool) {
        events::send_uninstall(self, clean);
        let client_id = self.world.app().client_id;
        let index = self.core.index;
        lock(&self.world.grants).revoke(|owner| owner.portal == index && owner.client_id == client_id);
        let app = &mut lock(&self.core.data).app;
        let old = std::mem::take(app);
        app.last_id = old.last_id;
        if !clean {
            *app =
                Installation { options: old.options, user_options: old.user_options, ..std::mem::take(app) };
        }
    }

    /// The bound event handlers.
    #[must_use]
    pub fn event_handlers(&self) -> Vec<EventHandler> {
        lock(&self.core.data).app.handlers.clone()
    }

    /// The bound widgets, shown once the installation is finished.
    #[must_use]
    pub fn placements(&self) -> Vec<Placement> {
        lock(&self.core.data).app.placements.clone()
    }

    pub(crate) fn make_present(&self) {
        lock(&self.core.data).app.present = true;
    }
}

//! Who may do what with this app, in addition to the portal's own rights. Only the portal decides who is an
//! administrator; it is asked with the user's own token. What a page claims does not count.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::failure::Failure;
use super::open::Opened;
use super::{Flows, Viewer};
use crate::bitrix::users;
use crate::domain::clock::UnixTime;
use crate::domain::settings::{Settings, WhoMayDelete};
use crate::domain::token::Principal;

/// How long an answer of the portal is cached. A job asks with every call.
const VALID_FOR: Duration = Duration::from_mins(1);

/// The portals' recent answers whether a user is an administrator.
#[derive(Debug, Default)]
pub(super) struct AdministratorChecks(Mutex<HashMap<(Principal, i64), AdministratorCheck>>);

#[derive(Clone, Copy, Debug)]
struct AdministratorCheck {
    administers: bool,
    until: UnixTime,
}

impl AdministratorChecks {
    fn get(&self, viewer: &Viewer, now: UnixTime) -> Option<bool> {
        let checks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        checks.get(&key_of(viewer)).filter(|check| now < check.until).map(|check| check.administers)
    }

    fn insert(&self, viewer: &Viewer, administers: bool, now: UnixTime) {
        let mut checks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        checks.retain(|_, check| now < check.until);
        checks.insert(key_of(viewer), AdministratorCheck { administers, until: now.plus(VALID_FOR) });
    }
}

/// An answer is valid only in the installation in which it was given.
fn key_of(viewer: &Viewer) -> (Principal, i64) {
    (viewer.principal.clone(), viewer.portal.generation)
}

impl Flows {
    /// Checks whether the settings let the user delete. Long work has to check again, because settings and rights
    /// change.
    ///
    /// # Errors
    /// [`Failure::NotPermitted`] when they do not; others when the portal could not be asked.
    pub async fn may_delete(&self, viewer: &Viewer, settings: &Settings) -> Result<(), Failure> {
        let may = match settings.who_may_delete {
            WhoMayDelete::Everyone => true,
            WhoMayDelete::Administrators => self.is_administrator(viewer).await?,
            WhoMayDelete::Chosen => settings.chosen_users.contains(&viewer.principal.user_id),
        };
        if may { Ok(()) } else { Err(Failure::NotPermitted) }
    }

    /// Whether the settings forbid the user to delete, as far as is known while a page opens. `false` if the database
    /// does not answer, because every deletion checks again.
    pub async fn is_barred(&self, opened: &Opened) -> bool {
        let settings = match self.store.find_settings(&opened.portal.member_id).await {
            Ok(versioned) => versioned.settings,
            Err(error) => {
                tracing::error!(%error, "who may delete could not be read");
                return false;
            }
        };
        match settings.who_may_delete {
            WhoMayDelete::Everyone => false,
            WhoMayDelete::Administrators => !opened.profile.admin,
            WhoMayDelete::Chosen => !settings.chosen_users.contains(&opened.profile.id),
        }
    }

    /// Checks whether the user may restore contacts: users who may delete, and administrators, so that they can undo
    /// any user's mistake. Long work has to check again.
    ///
    /// # Errors
    /// [`Failure::NotPermitted`] when the user may not; others when the portal could not be asked.
    pub async fn may_restore(&self, viewer: &Viewer) -> Result<(), Failure> {
        let settings = self.settings(viewer).await?.settings;
        match self.may_delete(viewer, &settings).await {
            Err(Failure::NotPermitted) if self.is_administrator(viewer).await? => Ok(()),
            check => check,
        }
    }

    /// Whether the user is an administrator, as the portal answered within the last minute.
    ///
    /// # Errors
    /// When the portal could not be asked.
    pub async fn is_administrator(&self, viewer: &Viewer) -> Result<bool, Failure> {
        match self.administrators.get(viewer, self.clock.now()) {
            Some(administers) => Ok(administers),
            None => self.ask_whether_administrator(viewer).await,
        }
    }

    /// Returns an error unless the viewer is an administrator. The portal is asked now, because what follows affects
    /// all users.
    pub(super) async fn require_administrator(&self, viewer: &Viewer) -> Result<(), Failure> {
        if self.ask_whether_administrator(viewer).await? { Ok(()) } else { Err(Failure::NotAdministrator) }
    }

    async fn ask_whether_administrator(&self, viewer: &Viewer) -> Result<bool, Failure> {
        let rest = &self.rest;
        let call = |caller| async move { users::profile(rest, &caller).await };
        let profile = self.access.run(&viewer.portal, &viewer.principal, call).await?;
        let own = profile.filter(|profile| profile.id == viewer.principal.user_id);
        let administers = own.is_some_and(|profile| profile.admin);
        self.administrators.insert(viewer, administers, self.clock.now());
        Ok(administers)
    }
}

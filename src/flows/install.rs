//! Installing: an administrator's verified opening of the installer page registers the portal and binds this app's
//! events and widgets. Repeating it is harmless; a failure leaves a pending portal that the next try completes.

use super::Flows;
use super::failure::Failure;
use super::open::{OpenError, Opened, Verified};
use crate::bitrix::placement::{self, Bound, Handler, Wiring};
use crate::domain::audit::{AuditAction, AuditEntry};
use crate::domain::language::Language;
use crate::domain::portal::PortalStatus;
use crate::i18n;

/// How an installation ended.
#[derive(Debug)]
pub struct Installation {
    /// The portal and the administrator.
    pub opened: Opened,
    /// Widgets and events that this portal does not offer.
    pub not_offered: Vec<Feature>,
    /// What could not be bound.
    pub failed: Vec<Feature>,
}

/// Something that an installation connects, in a person's terms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Feature {
    /// Hearing of installation, update and removal.
    Events,
    /// The button in a contact's card.
    ContactCard,
    /// The entry in a row's menu of the contact list.
    ContactList,
}

/// Why an installation did not come so far as to have a result.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// Only administrators install.
    #[error("not an administrator")]
    NotAdministrator,
    /// The binding call failed as a whole. What is stored already stays for the next try.
    #[error("binding: {failure}")]
    Binding {
        /// Why.
        failure: Failure,
        /// The portal and the administrator.
        opened: Box<Opened>,
    },
    /// The opening.
    #[error(transparent)]
    Open(#[from] OpenError),
}

impl Flows {
    /// Installs the app on the portal of a verified administrator.
    ///
    /// # Errors
    /// See [`InstallError`]; what could not be bound is not an error but part of the result.
    pub async fn install(&self, verified: Verified, request_id: &str) -> Result<Installation, InstallError> {
        if !verified.profile.admin {
            return Err(InstallError::NotAdministrator);
        }
        let principal = verified.principal();
        let portal = self.remember(&verified, PortalStatus::Pending).await.map_err(OpenError::from)?;
        let opened = Opened { portal, profile: verified.profile.clone() };
        let bound = match placement::bind_all(&self.rest, &verified.caller(), &self.wiring()).await {
            Ok(bound) => bound,
            Err(error) => {
                return Err(InstallError::Binding { failure: error.into(), opened: Box::new(opened) });
            }
        };
        for (handler, state) in &bound {
            if let Bound::Refused(code) = state {
                tracing::warn!(portal.member_id = %principal.member_id, ?handler, code, "a handler could not be bound");
            }
        }
        let failed = features(&bound, |state| matches!(state, Bound::Refused(_)));
        let entry = AuditEntry {
            principal,
            action: AuditAction::Install,
            contact_id: None,
            outcome: if failed.is_empty() { "installed" } else { "incomplete" },
            request_id: request_id.to_owned(),
        };
        self.store.insert_audit(&entry).await.map_err(OpenError::from)?;
        Ok(Installation {
            opened,
            not_offered: features(&bound, |state| *state == Bound::NotOffered),
            failed,
        })
    }

    fn wiring(&self) -> Wiring {
        let title = |language: Language| (language.bitrix_code(), i18n::widget_title(language));
        Wiring {
            events_url: format!("{}/events", self.public_url),
            placement_url: format!("{}/placement", self.public_url),
            titles: Language::ALL.into_iter().map(title).collect(),
        }
    }
}

fn features(bound: &[(Handler, Bound)], pick: impl Fn(&Bound) -> bool) -> Vec<Feature> {
    let mut picked: Vec<Feature> =
        bound.iter().filter(|(_, state)| pick(state)).map(|(handler, _)| feature(*handler)).collect();
    picked.dedup();
    picked
}

fn feature(handler: Handler) -> Feature {
    match handler {
        Handler::Event(_) => Feature::Events,
        Handler::Widget("CRM_CONTACT_DETAIL_TOOLBAR") => Feature::ContactCard,
        Handler::Widget(_) => Feature::ContactList,
    }
}

//! Installing: an administrator's verified opening of the installer page registers the portal and binds this app's
//! events and widgets. Repeating it is harmless; a failure leaves a pending portal that the next try completes.

use std::time::Duration;

use super::Flows;
use super::failure::Failure;
use super::open::{OpenError, Opened, Verified};
use crate::bitrix::contacts;
use crate::bitrix::error::{Refusal, RefusalKind, RestError};
use crate::bitrix::placement::{
    self, BindingState, CONTACT_CARD, HANDLERS, Handler, HandlerConfig, LIST_TOOLBAR,
};
use crate::bitrix::rest::Caller;
use crate::domain::audit::{AuditAction, AuditEntry};
use crate::domain::clock::{UnixTime, within};
use crate::domain::feature::Feature;
use crate::domain::ids::ContactId;
use crate::domain::installation::InstallationId;
use crate::domain::language::Language;
use crate::domain::portal::{Portal, PortalStatus};
use crate::domain::settings::Widgets;
use crate::domain::token::Principal;
use crate::i18n;
use crate::store::StoreError;

const DAY_SECONDS: i64 = 24 * 3600;
/// What could not be bound is tried again sooner.
const RETRY_SECONDS: i64 = 3600;
/// How long a page waits for its handlers to be looked after.
const REPAIR_PATIENCE: Duration = Duration::from_secs(3);

/// How an installation ended.
#[derive(Debug)]
pub struct Installation {
    /// The portal and the administrator.
    pub opened: Opened,
    /// Widgets and events that cannot be had on this portal: it does not offer them, or the scope was not granted.
    pub not_offered: Vec<Feature>,
    /// What could not be bound.
    pub failed: Vec<Feature>,
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
    /// The portal has no CRM: there is nothing for the app to do.
    #[error("the portal has no CRM")]
    NoCrm(Box<Opened>),
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
        if verified.is_unpaid() {
            return Err(OpenError::Failure(Failure::PaymentRequired).into());
        }
        let principal = verified.principal();
        if !verified.profile.admin {
            if let Some(known) = &verified.known {
                self.audit_refused_opening(principal, known, &Failure::NotAdministrator).await;
            }
            return Err(InstallError::NotAdministrator);
        }
        let portal = self.save_verified(&verified, PortalStatus::Pending).await?;
        let opened = Opened { portal, profile: verified.profile.clone() };
        let settings = self.store.find_settings(&principal.member_id).await.map_err(OpenError::from)?;
        let caller = verified.caller(&opened.portal);
        let bound = match self.bind(&caller, settings.settings.widgets, &HANDLERS).await {
            Ok(bound) => bound,
            Err(error) => {
                return Err(InstallError::Binding { failure: error.into(), opened: Box::new(opened) });
            }
        };
        log_refused(&opened.portal, &bound);
        if !self.has_crm(&caller).await {
            return Err(InstallError::NoCrm(Box::new(opened)));
        }
        let failed = features(&bound, |state| matches!(state, BindingState::Refused(_)));
        let unbound = features(&bound, is_unbound);
        let installation = opened.portal.installation();
        if !self.save_binding_result(&installation, Some(&unbound)).await.map_err(OpenError::from)? {
            return Err(OpenError::Removed.into());
        }
        let outcome = if failed.is_empty() { "installed" } else { "incomplete" };
        let generation = Some(installation.generation);
        let entry = AuditEntry::new(principal, generation, AuditAction::Install, outcome, request_id);
        self.store.insert_audit(&entry).await.map_err(OpenError::from)?;
        self.store.start_introduction(&installation).await.map_err(OpenError::from)?;
        Ok(Installation {
            opened,
            not_offered: features(&bound, |state| {
                matches!(state, BindingState::NotOffered | BindingState::NotGranted)
            }),
            failed,
        })
    }

    /// Whether the portal knows the CRM's methods: a box may lack the module. Any other answer is no answer to that.
    async fn has_crm(&self, caller: &Caller) -> bool {
        let Some(any) = ContactId::new(1) else { return true };
        let looked = contacts::is_visible(&self.rest, caller, any).await;
        looked.err().and_then(|error| error.refusal()) != Some(RefusalKind::MethodMissing)
    }

    /// Binds again what got lost, once a day for each portal, when an administrator opens the app: a new version or the
    /// portal itself may have dropped handlers. The page waits a moment for it and never fails with it. What cannot be
    /// bound is kept, and tried again after an hour; the portal as it is now is in `opened` afterwards.
    pub async fn repair(&self, opened: &mut Opened) {
        if !opened.profile.admin {
            return;
        }
        let (flows, portal, user_id) = (self.clone(), opened.portal.clone(), opened.profile.id);
        let repair = self.background.spawn(async move {
            let principal = Principal { member_id: portal.member_id.clone(), user_id };
            if let Err(failure) = flows.bind_again(&portal, &principal).await {
                tracing::warn!(portal.member_id = %principal.member_id, %failure, "the handlers could not be looked after");
            }
        });
        if within(&self.clock, REPAIR_PATIENCE, repair).await.is_none() {
            tracing::info!(portal.member_id = %opened.portal.member_id, "the handlers are still being looked after");
        }
        match self.store.find_portal(&opened.portal.member_id).await {
            Ok(Some(portal)) => opened.portal.unbound = portal.unbound,
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "a portal could not be read again"),
        }
    }

    async fn bind_again(&self, portal: &Portal, principal: &Principal) -> Result<(), Failure> {
        let a_day_ago = UnixTime(self.clock.now().0 - DAY_SECONDS);
        let installation = portal.installation();
        if !self.store.claim_binding(&installation, a_day_ago).await? {
            return Ok(());
        }
        let widgets = self.store.find_settings(&portal.member_id).await?.settings.widgets;
        let call = |caller| async move { self.bind(&caller, widgets, &HANDLERS).await };
        match self.access.run(portal, principal, call).await {
            Ok(bound) => {
                log_refused(portal, &bound);
                let unbound = features(&bound, is_unbound);
                self.save_binding_result(&installation, Some(&unbound)).await?;
                Ok(())
            }
            Err(error) => {
                self.save_binding_result(&installation, None).await?;
                Err(error.into())
            }
        }
    }

    /// Keeps what could not be bound; `None` when that is not known. `false`: the portal has left since.
    pub(super) async fn save_binding_result(
        &self,
        installation: &InstallationId,
        unbound: Option<&[Feature]>,
    ) -> Result<bool, StoreError> {
        let is_complete = unbound.is_some_and(<[Feature]>::is_empty);
        let head_start = if is_complete { 0 } else { DAY_SECONDS - RETRY_SECONDS };
        self.store.save_binding(installation, unbound, UnixTime(self.clock.now().0 - head_start)).await
    }

    pub(super) async fn bind(
        &self,
        caller: &Caller,
        widgets: Widgets,
        handlers: &[Handler],
    ) -> Result<Vec<(Handler, BindingState)>, RestError> {
        placement::bind(&self.rest, caller, &self.handler_config(widgets), handlers).await
    }

    pub(super) fn handler_config(&self, widgets: Widgets) -> HandlerConfig {
        let title = |language: Language| (language.bitrix_code(), i18n::widget_title(language));
        let app_title = |language: Language| (language.bitrix_code(), i18n::app_widget_title(language));
        HandlerConfig {
            events_url: format!("{}/events", self.public_url),
            placement_url: format!("{}/placement", self.public_url),
            titles: Language::ALL.into_iter().map(title).collect(),
            app_titles: Language::ALL.into_iter().map(app_title).collect(),
            widgets,
        }
    }
}

/// What an administrator can do something about. What a portal does not have is told at the installation.
pub(super) fn is_unbound(state: &BindingState) -> bool {
    matches!(state, BindingState::Refused(_) | BindingState::NotGranted)
}

fn log_refused(portal: &Portal, bound: &[(Handler, BindingState)]) {
    for (handler, state) in bound {
        if let BindingState::Refused(refusal) = state {
            tracing::warn!(portal.member_id = %portal.member_id, ?handler, %refusal, "a handler could not be bound");
        }
    }
}

pub(super) fn features(
    bound: &[(Handler, BindingState)],
    pick: impl Fn(&BindingState) -> bool,
) -> Vec<Feature> {
    let mut picked: Vec<Feature> =
        bound.iter().filter(|(_, state)| pick(state)).map(|(handler, _)| feature(*handler)).collect();
    picked.dedup();
    picked
}

pub(super) fn feature(handler: Handler) -> Feature {
    match handler {
        Handler::Event(_) => Feature::Events,
        CONTACT_CARD => Feature::ContactCard,
        LIST_TOOLBAR => Feature::ListToolbar,
        Handler::Widget(_) => Feature::ContactList,
    }
}

/// Administrators alone bind handlers: whom the portal denies it is none any more.
pub(super) fn binding_failure(refusal: Refusal) -> Failure {
    match RestError::Refused(refusal).into() {
        Failure::AccessDenied => Failure::NotAdministrator,
        other => other,
    }
}

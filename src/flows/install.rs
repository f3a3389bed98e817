//! Installs the app: when a verified administrator opens the installer page, the portal is registered and the app's
//! events and widgets are bound. Repeating it is harmless. After a failure the portal is pending, and the next try
//! completes the installation.

use std::time::Duration;

use super::Flows;
use super::failure::Failure;
use super::open::{OpenError, Opened, VerifiedOpening};
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
/// If a handler could not be bound, binding is tried again sooner.
const RETRY_SECONDS: i64 = 3600;
/// How long a page waits until its handlers are repaired.
const REPAIR_PATIENCE: Duration = Duration::from_secs(3);

/// The result of an installation.
#[derive(Debug)]
pub struct Installation {
    /// The portal and the administrator.
    pub opened: Opened,
    /// Widgets and events that this portal does not offer, or whose scope was not granted.
    pub not_offered: Vec<Feature>,
    /// Features that could not be bound.
    pub failed: Vec<Feature>,
}

/// Why an installation has no result.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// The user is no administrator.
    #[error("not an administrator")]
    NotAdministrator,
    /// The call that binds the handlers failed as a whole. The next try uses what is stored already.
    #[error("binding: {failure}")]
    Binding {
        /// The reason.
        failure: Failure,
        /// The portal and the administrator.
        opened: Box<Opened>,
    },
    /// The portal has no CRM, so the app has nothing to do.
    #[error("the portal has no CRM")]
    NoCrm(Box<Opened>),
    /// The page could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
}

impl Flows {
    /// Installs the app on the portal of a verified administrator.
    ///
    /// # Errors
    /// See [`InstallError`]. A handler that could not be bound is no error but part of the result.
    pub async fn install(
        &self,
        verified: VerifiedOpening,
        request_id: &str,
    ) -> Result<Installation, InstallError> {
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

    /// Whether the portal has the CRM's methods. An on-premise portal may lack the module. Any other error counts as
    /// yes.
    async fn has_crm(&self, caller: &Caller) -> bool {
        let Some(any) = ContactId::new(1) else { return true };
        let visible = contacts::is_visible(&self.rest, caller, any).await;
        visible.err().and_then(|error| error.refusal()) != Some(RefusalKind::MethodMissing)
    }

    /// Binds missing handlers again, once a day for each portal, when an administrator opens the app. A new version
    /// of the app or the portal may have dropped handlers. The page waits a few seconds for it and never fails
    /// because of it. Handlers that cannot be bound are stored and tried again after an hour. Afterwards `opened` has
    /// the present state.
    pub async fn repair(&self, opened: &mut Opened) {
        if !opened.profile.admin {
            return;
        }
        let (flows, portal, user_id) = (self.clone(), opened.portal.clone(), opened.profile.id);
        let repair = self.background.spawn(async move {
            let principal = Principal { member_id: portal.member_id.clone(), user_id };
            if let Err(failure) = flows.bind_again(&portal, &principal).await {
                tracing::warn!(portal.member_id = %principal.member_id, %failure, "the handlers could not be repaired");
            }
        });
        if within(&self.clock, REPAIR_PATIENCE, repair).await.is_none() {
            tracing::info!(portal.member_id = %opened.portal.member_id,
                "the repair of the handlers continues in the background");
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

    /// Stores which features could not be bound; `None` if that is unknown. `false`: the portal has left since.
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

/// Whether an administrator can fix this state. What a portal does not offer is shown at the installation instead.
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

/// Only administrators may bind handlers. If the portal denies it, the user is no longer an administrator.
pub(super) fn binding_failure(refusal: Refusal) -> Failure {
    match RestError::Refused(refusal).into() {
        Failure::AccessDenied => Failure::NotAdministrator,
        other => other,
    }
}

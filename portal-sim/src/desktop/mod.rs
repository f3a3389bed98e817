//! The demo desktop: the pages of a portal that frame the application, and the portal's side of its messages.
//!
//! Pages are rendered here from `assets/templates`; what happens in the browser is in `assets/desktop`, and the
//! script for framed applications in `assets/bx24`. State belongs to the portal: the desktop only shows it.

mod actions;
mod assets;
mod contacts;
mod frame;
mod html;
mod layout;
mod pages;
mod session;
mod widgets;
mod words;

use actix_web::web;

/// Adds the desktop's routes to a portal's server.
pub(crate) fn configure(cfg: &mut web::ServiceConfig) {
    configure_script(cfg);
    cfg.route("/", web::get().to(pages::show_home))
        .route("/crm/contact/list/", web::get().to(pages::show_contacts))
        .route("/crm/contact/details/{id}/", web::get().to(pages::show_contact))
        .route("/marketplace/", web::get().to(pages::show_market))
        .route("/marketplace/app/1/", web::get().to(pages::show_app))
        .route("/crm/{tail:.*}", web::get().to(pages::show_absent))
        .route("/marketplace/{tail:.*}", web::get().to(pages::show_absent))
        .route("/company/{tail:.*}", web::get().to(pages::show_absent))
        .route("/workgroups/{tail:.*}", web::get().to(pages::show_absent))
        .route("/desktop/assets/{name}", web::get().to(assets::show_file))
        .route("/desktop/session/", web::post().to(session::choose))
        .route("/desktop/pace/", web::post().to(session::change_pace))
        .route("/desktop/frame/", web::post().to(actions::open_panel))
        .route("/desktop/refresh-auth/", web::post().to(actions::refresh_auth))
        .route("/desktop/set-installed/", web::post().to(actions::finish_installation))
        .route("/desktop/first-run/", web::post().to(actions::note_first_run))
        .route("/desktop/options/", web::post().to(actions::set_option))
        .route("/desktop/uninstall/", web::post().to(actions::uninstall))
        .route("/desktop/users/", web::get().to(actions::list_users))
        .route("/desktop/contacts/", web::get().to(actions::list_contacts));
}

/// Adds the script that framed applications load; the authorization server hands it out too.
pub(crate) fn configure_script(cfg: &mut web::ServiceConfig) {
    cfg.route("/api/v1/", web::get().to(assets::show_bx24))
        .route("/api/v1", web::get().to(assets::show_bx24));
}

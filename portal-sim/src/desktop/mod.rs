//! The desktop: the pages of a portal in a browser. They show the application in a frame and answer its messages.
//!
//! The pages are rendered from `assets/templates`. Their scripts are in `assets/desktop`; the script for framed
//! applications is in `assets/bx24`. The desktop keeps no state: it shows that of the portal.

mod access;
mod actions;
mod assets;
mod contacts;
mod frame;
mod html;
mod layout;
mod own_page;
mod pages;
mod session;
mod widgets;
mod words;

use actix_web::web;

/// Adds the routes of the desktop to a portal's server.
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
        .route("/desktop/first-run/", web::post().to(actions::save_first_run))
        .route("/desktop/options/", web::post().to(actions::set_option))
        .route("/desktop/uninstall/", web::post().to(actions::uninstall))
        .route("/desktop/users/", web::get().to(actions::list_users))
        .route("/desktop/contacts/", web::get().to(actions::list_contacts));
}

/// Adds the route of the script that framed applications load. The authorization server has it too.
pub(crate) fn configure_script(cfg: &mut web::ServiceConfig) {
    cfg.route("/api/v1/", web::get().to(assets::show_bx24))
        .route("/api/v1", web::get().to(assets::show_bx24));
}

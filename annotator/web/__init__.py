"""The web room: `create_app` puts the app together, nothing else does."""

from functools import partial

from flask import Flask

from annotator.core.counted import counted
from annotator.store.instance import Instance
from annotator.workflow import people
from annotator.workflow.jobs import Jobs

from . import (
    account,
    adjudicate,
    agreement,
    api,
    assets,
    audit,
    entities,
    errors,
    exporting,
    guidelines,
    health,
    importing,
    join,
    label,
    me,
    members,
    oidc,
    passes,
    paths,
    permissions,
    progress,
    projects,
    releases,
    remarks,
    schemes,
    search,
    security,
    sessions,
    sign_in,
    splits,
    statistics,
    throttle,
    v1,
    withdrawing,
)

LARGEST_REQUEST = 64 * 1024 * 1024
LARGEST_PASTE = 20 * 1024 * 1024
ROOMS = (
    health,
    sign_in,
    projects,
    members,
    importing,
    exporting,
    label,
    api,
    me,
    account,
    audit,
    entities,
    guidelines,
    join,
    oidc,
    progress,
    remarks,
    schemes,
    search,
    v1,
    adjudicate,
    agreement,
    passes,
    splits,
    statistics,
    releases,
    withdrawing,
)


def create_app(
    instance: Instance,
    prefix: str = "",
    trusted_hosts: tuple[str, ...] = (),
    *,
    behind_proxy: bool = False,
    provider: oidc.Provider | None = None,
) -> Flask:
    """Return the app of one open instance.

    `prefix` is the path it is reached below (`/annotator`), `trusted_hosts` the host names that may be asked for beside
    those of this computer; `behind_proxy` believes the headers of exactly one proxy in front,
    `provider` also signs people in.
    """
    app = Flask(
        "annotator",
        template_folder=paths.folder("templates"),
        static_folder=paths.folder("static"),
        static_url_path=f"/static/{paths.digest('static')}",
        instance_path=str(instance.folder),
    )
    app.config.update(
        SECRET_KEY=instance.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_PASTE,
        PERMANENT_SESSION_LIFETIME=people.SESSION_LIVES,
        # Else a late answer to a request from before would put the old cookie over that of a new sign-in.
        SESSION_REFRESH_EACH_REQUEST=False,
        TRUSTED_HOSTS=[*security.LOOPBACK, *trusted_hosts],
    )
    app.extensions["instance"] = instance
    app.extensions["jobs"] = Jobs(instance.database, instance.folder)
    app.extensions["throttle"] = throttle.Throttle()
    app.jinja_env.filters["counted"] = partial(counted, form=",")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.session_interface = sessions.Cookie(instance.id)
    assets.install(app)
    errors.install(app)
    permissions.install(app)
    sessions.protect(app)
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    app.context_processor(lambda: {"person": sessions.person(), "provider": provider})
    oidc.install(app, provider)
    security.install(app, prefix, behind_proxy=behind_proxy)
    return app
